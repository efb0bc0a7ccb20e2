using System.Globalization;
using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Reports.Html;

/// <summary>The findings of the page, by workload and place: what is said of one line stands together under that line.</summary>
internal static class HtmlFindings
{
    public static void Write(GateResult result, TextWriter output, ReportOptions options)
    {
        output.Write("<h2 id=\"findings\">Findings</h2>\n");
        HtmlPage.WriteTools(output);
        if (result.Findings.Count == 0)
        {
            output.Write("<p>Nothing was found.</p>\n");
        }

        var excerpts = new SourceExcerpts(options.WorkingDirectory);
        IEnumerable<IGrouping<string, Finding>> groups = result.Findings
            .OrderByDescending(finding => finding.Severity)
            .GroupBy(finding => finding.Resource?.ToString() ?? finding.Span.File, StringComparer.Ordinal);
        foreach (IGrouping<string, Finding> group in groups)
        {
            output.Write($"<section class=\"group\" data-subject=\"{Text(group.Key)}\">\n<h3>{Text(group.Key)}</h3>\n");
            foreach (IGrouping<string, Finding> place in group.GroupBy(finding => finding.Span.ToString(), StringComparer.Ordinal))
            {
                output.Write($"<div class=\"place\" data-place=\"{Text(place.Key)}\">\n<p class=\"soft\"><code>{Text(place.Key)}</code></p>\n");
                Write(excerpts.Of(place.First()), output);
                foreach (Finding finding in place)
                {
                    Write(finding, output);
                }

                output.Write("</div>\n");
            }

            output.Write("</section>\n");
        }
    }

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

    private static void Write(Finding finding, TextWriter output)
    {
        string severity = Words.Of(finding.Severity);
        output.Write($"<article class=\"finding {severity}\" tabindex=\"-1\" data-severity=\"{severity}\"{(finding.Suppression is null ? "" : " data-suppressed=\"\"")}>\n");
        output.Write($"<p><span class=\"severity\">{severity}</span> <span>{Text(finding.Message)} <a href=\"#{Text(finding.Rule.Code)}\">{Text(finding.Rule.Code)} {Text(finding.Rule.Name)}</a></span></p>\n");
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
