using System.Globalization;
using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Reports.Html;

/// <summary>The findings of the page, by workload and place: what is said of one line stands together under that line.</summary>
internal static class HtmlFindings
{
    /// <summary>More links than these are no place to begin at.</summary>
    private const int MostLinks = 10;

    public static void Write(GateResult result, TextWriter output, ReportOptions options)
    {
        IGrouping<string, Finding>[] groups = [.. result.Findings
            .OrderByDescending(finding => finding.Severity)
            .GroupBy(finding => finding.Resource?.ToString() ?? finding.Span.File, StringComparer.Ordinal)];
        output.Write("<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings</h2>\n");
        WriteBeginnings(result, groups, output);
        HtmlPage.WriteTools(output);
        if (result.Findings.Count == 0)
        {
            output.Write("<p>Nothing was found.</p>\n");
        }

        var excerpts = new SourceExcerpts(options.WorkingDirectory);
        var followers = new Followers(result);
        foreach ((int number, IGrouping<string, Finding> group) in groups.Index())
        {
            output.Write($"<section class=\"group\" id=\"{Anchor(number)}\" data-subject=\"{Text(group.Key)}\">\n<h3>{Text(group.Key)}</h3>\n");
            foreach (IGrouping<string, Finding> place in group.GroupBy(finding => finding.Span.ToString(), StringComparer.Ordinal))
            {
                output.Write($"<div class=\"place\" data-place=\"{Text(place.Key)}\">\n<p class=\"soft\"><code>{Text(place.Key)}</code></p>\n");
                Write(excerpts.Of(place.First()), output);
                foreach (IGrouping<Finding?, Finding> told in place.GroupBy(followers.LeaderOf).OrderBy(told => told.Key is not null))
                {
                    Write(told, output);
                }

                output.Write("</div>\n");
            }

            output.Write("</section>\n");
        }

        output.Write("</section>\n");
    }

    /// <summary>The workloads that keep the gate from opening, before all the others that only have something to say.</summary>
    private static void WriteBeginnings(GateResult result, IGrouping<string, Finding>[] groups, TextWriter output)
    {
        (int Number, IGrouping<string, Finding> Group, Finding[] Findings)[] inTheWay = [.. groups.Index()
            .Select(group => (group.Index, group.Item, group.Item.Where(finding => result.Counts(finding) || GateResult.LeavesUndecided(finding)).ToArray()))
            .Where(group => group.Item3.Length > 0)];
        if (inTheWay.Length == 0)
        {
            return;
        }

        output.Write("<nav class=\"begin\" aria-labelledby=\"begin\"><p class=\"soft\" id=\"begin\">What stands in the way, the worst first</p>\n<ol>\n");
        foreach ((int number, IGrouping<string, Finding> group, Finding[] findings) in inTheWay.Take(MostLinks))
        {
            IEnumerable<string> counts = findings.CountBy(finding => finding.Severity)
                .Select(count => string.Create(CultureInfo.InvariantCulture, $"<span class=\"{Words.Of(count.Key)}\">{count.Value} {Words.Of(count.Key)}</span>"));
            output.Write($"<li><a href=\"#{Anchor(number)}\">{Text(group.Key)}</a> {string.Join(" ", counts)}</li>\n");
        }

        int more = inTheWay.Length - MostLinks;
        output.Write(more > 0 ? string.Create(CultureInfo.InvariantCulture, $"</ol>\n<p class=\"soft\">and {more} more below</p></nav>\n") : "</ol></nav>\n");
    }

    private static string Anchor(int number) => string.Create(CultureInfo.InvariantCulture, $"subject-{number + 1}");

    private static void Write(SourceExcerpt? excerpt, TextWriter output)
    {
        if (excerpt is null)
        {
            return;
        }

        string text = excerpt.Text.PadRight(excerpt.Start + excerpt.Length);
        string marked = $"{Text(text[..excerpt.Start])}<mark>{Text(text.Substring(excerpt.Start, excerpt.Length))}</mark>{Text(text[(excerpt.Start + excerpt.Length)..])}";
        output.Write(string.Create(CultureInfo.InvariantCulture, $"<pre tabindex=\"0\"><span class=\"soft\">{excerpt.Number}</span> {marked}</pre>\n"));
    }

    /// <summary>What follows from a graver finding is a click away, so that the graver one is seen.</summary>
    private static void Write(IGrouping<Finding?, Finding> told, TextWriter output)
    {
        if (told.Key is { } leader)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"<details class=\"followers\"><summary>{told.Count()} more with {Text(leader.Rule.Code)} {Text(leader.Rule.Name)} at {Text(leader.Span.ToString())}</summary>\n"));
        }

        foreach (Finding finding in told)
        {
            Write(finding, output);
        }

        output.Write(told.Key is null ? "" : "</details>\n");
    }

    private static void Write(Finding finding, TextWriter output)
    {
        string severity = Words.Of(finding.Severity);
        output.Write($"<article class=\"finding {severity}\" tabindex=\"-1\" data-severity=\"{severity}\"{(finding.Suppression is null ? "" : " data-suppressed=\"\"")}>\n");
        output.Write($"<p class=\"said\"><span class=\"severity\">{severity}</span> <span>{Text(finding.Message)}</span> <a href=\"#{Text(finding.Rule.Code)}\">{Text(finding.Rule.Code)} {Text(finding.Rule.Name)}</a></p>\n");
        if (finding.Fix is { } fix)
        {
            output.Write($"<p class=\"soft aside\">fix: {Text(fix.Description)}{(fix.MayBreak.Length > 0 ? $"; look out: {Text(fix.MayBreak)}" : "")}</p>\n");
        }

        if (finding.Suppression is { } suppression)
        {
            output.Write($"<p class=\"soft aside\">suppressed by {Words.Of(suppression.Kind)}: {Text(suppression.Reason)}</p>\n");
        }

        output.Write("</article>\n");
    }

    private static string Text(string text) => HtmlPage.Text(text);
}
