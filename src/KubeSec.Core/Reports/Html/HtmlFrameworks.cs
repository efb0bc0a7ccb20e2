using System.Globalization;
using KubeSec.Gate;

namespace KubeSec.Reports.Html;

/// <summary>How the manifests stand to each framework.</summary>
internal static class HtmlFrameworks
{
    public static void Write(GateResult result, TextWriter output)
    {
        foreach (FrameworkReport framework in result.Frameworks)
        {
            string id = $"framework-{Text(framework.Framework)}";
            output.Write($"<h2 id=\"{id}\">{Text(framework.Framework)}: {Words.Tally(framework)}</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"{id}\"><table>\n");
            output.Write("<thead><tr><th scope=\"col\">control</th><th scope=\"col\">asks for</th><th scope=\"col\">status</th><th scope=\"col\">found</th></tr></thead>\n<tbody>\n");
            foreach (FrameworkControl control in framework.Controls)
            {
                IEnumerable<string> failures = control.Rules.Where(rule => rule.Findings > 0)
                    .Select(rule => string.Create(CultureInfo.InvariantCulture, $"<a href=\"#{Text(rule.Code)}\">{Text(rule.Name)}</a> {rule.Findings}"));
                string status = Words.Of(1, control.Status);
                output.Write($"<tr class=\"control {Words.Of(control.Status)}\"><td>{Text(control.Control)}</td><td data-name=\"asks for\">{Text(control.Title)}</td><td data-name=\"status\">{status}</td><td data-name=\"found\">{string.Join("<br>", failures)}</td></tr>\n");
            }

            output.Write("</tbody>\n</table></div>\n");
        }
    }

    private static string Text(string text) => HtmlPage.Text(text);
}
