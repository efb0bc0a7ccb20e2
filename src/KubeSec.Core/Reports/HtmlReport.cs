using System.Globalization;
using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Inventory;

namespace KubeSec.Reports;

/// <summary>One self-contained page: the verdict, findings by workload with excerpts, images, the rules behind it. It asks for nothing from outside.</summary>
internal sealed class HtmlReport : Report
{
    public override void Write(GateResult result, TextWriter output, ReportOptions options)
    {
        HtmlPage.WriteStart(output, $"KubeSec: {Words.Of(result.Verdict)}");
        WriteHeader(result, output);
        output.Write("<main id=\"main\">\n");
        WriteFindings(result, output, options);
        WriteFrameworks(result, output);
        WriteImages(result, output);
        WriteIncidents(result, output);
        WriteRules(result, output);
        output.Write("</main>\n");
        HtmlPage.WriteEnd(output);
    }

    private static void WriteHeader(GateResult result, TextWriter output)
    {
        string judged = result.JudgedAt.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        output.Write($"<header>\n<div class=\"verdict {Words.Of(result.Verdict)}\">\n<p class=\"soft\">May this be deployed?</p>\n<h1>{Title(result.Verdict)}</h1>\n");
        output.Write($"<ul>{string.Concat(result.Reasons.Select(reason => $"<li>{Text(reason.Message)}</li>"))}{string.Concat(result.Notes.Select(note => $"<li class=\"soft\">{Text(note)}</li>"))}</ul>\n".Replace("<ul></ul>\n", "", StringComparison.Ordinal));
        output.Write($"<p class=\"soft\">{Words.Scope(result)}, judged {judged} by KubeSec {Words.Version}{(result.PolicyFile is null ? "" : $" and {Text(result.PolicyFile)}")}</p>\n</div>\n<ul class=\"tiles\">\n");
        foreach (Severity severity in Enum.GetValues<Severity>().Reverse())
        {
            int count = result.Findings.Count(finding => finding.Severity == severity && finding.Suppression is null);
            output.Write(string.Create(CultureInfo.InvariantCulture, $"<li class=\"tile {Words.Of(severity)}\"><b>{count}</b>{Words.Of(severity)}</li>\n"));
        }

        output.Write("</ul>\n</header>\n");
    }

    private static string Title(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "Yes: the gate is open",
        Verdict.Fail => "No: the gate is closed",
        _ => "Undecided: not everything could be judged",
    };

    private static void WriteFindings(GateResult result, TextWriter output, ReportOptions options)
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
            foreach (Finding finding in group)
            {
                Write(finding, excerpts.Of(finding), output);
            }

            output.Write("</section>\n");
        }
    }

    private static void Write(Finding finding, SourceExcerpt? excerpt, TextWriter output)
    {
        string severity = Words.Of(finding.Severity);
        output.Write($"<article class=\"finding {severity}\" tabindex=\"-1\" data-severity=\"{severity}\"{(finding.Suppression is null ? "" : " data-suppressed=\"\"")}>\n");
        output.Write($"<p><span class=\"severity\">{severity}</span> {Text(finding.Message)}</p>\n");
        output.Write($"<p class=\"soft\"><a href=\"#{Text(finding.Rule.Code)}\">{Text(finding.Rule.Code)} {Text(finding.Rule.Name)}</a> at <code>{Text(finding.Span.ToString())}</code></p>\n");
        if (excerpt is not null)
        {
            string text = excerpt.Text.PadRight(excerpt.Start + excerpt.Length);
            string marked = $"{Text(text[..excerpt.Start])}<mark>{Text(text.Substring(excerpt.Start, excerpt.Length))}</mark>{Text(text[(excerpt.Start + excerpt.Length)..])}";
            output.Write(string.Create(CultureInfo.InvariantCulture, $"<pre tabindex=\"0\"><span class=\"soft\">{excerpt.Number}</span> {marked}</pre>\n"));
        }

        if (finding.Fix is { } fix)
        {
            output.Write($"<p class=\"soft\">fix: {Text(fix.Description)}{(fix.MayBreak.Length > 0 ? $"; look out: {Text(fix.MayBreak)}" : "")}</p>\n");
        }

        if (finding.Suppression is { } suppression)
        {
            output.Write($"<p class=\"soft\">suppressed by {Words.Of(suppression.Kind)}: {Text(suppression.Reason)}</p>\n");
        }

        output.Write("</article>\n");
    }

    private static void WriteFrameworks(GateResult result, TextWriter output)
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
                output.Write($"<tr class=\"control {Words.Of(control.Status)}\"><td>{Text(control.Control)}</td><td>{Text(control.Title)}</td><td>{status}</td><td>{string.Join("<br>", failures)}</td></tr>\n");
            }

            output.Write("</tbody>\n</table></div>\n");
        }
    }

    private static void WriteImages(GateResult result, TextWriter output)
    {
        if (result.Inventory.Count == 0)
        {
            return;
        }

        output.Write("<h2 id=\"images\">Images and who vouches for them</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"images\"><table>\n<thead><tr><th scope=\"col\">image</th><th scope=\"col\">runs as</th><th scope=\"col\">pinned</th><th scope=\"col\">vouched for by</th></tr></thead>\n<tbody>\n");
        foreach (IGrouping<string, InventoryEntry> image in result.Inventory.GroupBy(entry => entry.Image, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            InventoryEntry first = image.First();
            string users = string.Join("<br>", image.Select(entry => Text($"{entry.Resource} ({entry.Container})")));
            output.Write($"<tr><td><code>{Text(image.Key)}</code></td><td>{users}</td><td>{(first.Pinned ? "by digest" : "no")}</td><td>{Vouched(first)}</td></tr>\n");
        }

        output.Write("</tbody>\n</table></div>\n");
    }

    private static void WriteIncidents(GateResult result, TextWriter output)
    {
        if (result.Incidents.Count == 0)
        {
            return;
        }

        output.Write("<h2 id=\"incidents\">What run time has taught</h2>\n<ol reversed>\n");
        foreach (Incident incident in result.Incidents)
        {
            string times = FormattableString.Invariant($"{Words.Time(incident.FirstSeen) ?? "unknown"} to {Words.Time(incident.LastSeen) ?? "unknown"}, at least {incident.CountLowerBound} times");
            output.Write($"<li class=\"{Words.Of(incident.Severity)}\"><span class=\"severity\">{Words.Of(incident.Severity)}</span> {Text(incident.Rule)} <span class=\"soft\">({Text(incident.Id)}, {Words.Of(incident.State)}; {times})</span><br>{Text(incident.Message)}</li>\n");
        }

        output.Write("</ol>\n");
    }

    private static string Vouched(InventoryEntry entry) => entry.Signatures switch
    {
        SignatureStanding.Verified => string.Join("<br>", entry.Signers.Select(Text)),
        SignatureStanding.Refused => "nobody the policy trusts",
        SignatureStanding.Unknown => "could not be told",
        _ => "not asked",
    };

    private static void WriteRules(GateResult result, TextWriter output)
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
