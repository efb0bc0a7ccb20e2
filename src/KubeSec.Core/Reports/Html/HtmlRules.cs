using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Reports.Html;

/// <summary>The rules behind the findings of the page.</summary>
internal static class HtmlRules
{
    public static void Write(GateResult result, TextWriter output)
    {
        RuleInfo[] rules = [.. result.Findings.Select(finding => finding.Rule).DistinctBy(rule => rule.Code).OrderBy(rule => rule.Code, StringComparer.Ordinal)];
        if (rules.Length == 0)
        {
            return;
        }

        output.Write("<h2 id=\"rules\">The rules behind it</h2>\n<dl>\n");
        foreach (RuleInfo rule in rules)
        {
            output.Write($"<dt id=\"{Text(rule.Code)}\">{Text(rule.Code)} {Text(rule.Name)}</dt>\n<dd>{Text(rule.Why)}<br><b>Mend:</b> {Text(rule.Remedy)}</dd>\n");
        }

        output.Write("</dl>\n");
    }

    private static string Text(string text) => HtmlPage.Text(text);
}
