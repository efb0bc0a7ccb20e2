using System.Diagnostics;
using KubeSec.Gate;
using KubeSec.Reports;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Reports;

/// <summary>The page in a real browser: what it shows, what its filters do, and that nothing hostile runs.</summary>
public sealed class HtmlPageTests
{
    [SkippableFact]
    public async Task The_page_filters_by_severity_and_word_and_runs_nothing_hostile()
    {
        string browser = RealParts.Program("chromium");
        string folder = Directory.CreateTempSubdirectory("kubesec-html").FullName;
        string page = Path.Combine(folder, "report.html");
        ReportWriter.WriteFile(ReportFormat.Html, Sample.Result(), page);

        string shown = await Dump(browser, folder, page);
        // The script has run under the page's own policy: the tools are shown and the suppressed finding is hidden.
        Assert.Contains("2 of 3 findings", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"tools\" role=\"search\" hidden", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", shown, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", shown, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_style_or_script_that_slips_into_the_page_is_refused_by_its_policy()
    {
        string browser = RealParts.Program("chromium");
        string folder = Directory.CreateTempSubdirectory("kubesec-html").FullName;
        string page = Path.Combine(folder, "report.html");
        ReportWriter.WriteFile(ReportFormat.Html, Sample.Result(), page);
        string html = await File.ReadAllTextAsync(page);
        await File.WriteAllTextAsync(page, html.Replace("<main", "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"><main", StringComparison.Ordinal));

        Assert.DoesNotContain("<title>owned</title>", await Dump(browser, folder, page), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_asks_for_nothing_from_outside_and_allows_nothing_inline()
    {
        var output = new StringWriter();
        ReportWriter.Write(ReportFormat.Html, Sample.Result(), output);
        string page = output.ToString();
        Assert.DoesNotContain("unsafe", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" src=\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"http", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Five_thousand_findings_make_a_page_of_a_few_megabytes()
    {
        GateResult sample = Sample.Result();
        var output = new StringWriter();
        ReportWriter.Write(ReportFormat.Html, sample with { Findings = [.. Enumerable.Repeat(sample.Findings[0], 5000)] }, output);
        Assert.InRange(output.GetStringBuilder().Length, 1_000_000, 6_000_000);
    }

    private static async Task<string> Dump(string browser, string folder, string page)
    {
        var start = new ProcessStartInfo(browser) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["--headless=new", "--no-sandbox", "--disable-gpu", $"--user-data-dir={folder}/profile", "--virtual-time-budget=5000", "--dump-dom", new Uri(page).AbsoluteUri])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        string shown = await process.StandardOutput.ReadToEndAsync(bound.Token);
        await process.WaitForExitAsync(bound.Token);
        await error;
        return shown;
    }
}
