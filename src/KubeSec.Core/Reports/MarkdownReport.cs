using System.Text;
using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Reports;

/// <summary>GitHub-flavoured Markdown, for job summaries and pull requests.</summary>
internal sealed class MarkdownReport : Report
{
    /// <summary>GitHub refuses a job summary above 1 MiB and a comment above 65,536 characters.</summary>
    private const int MaxRows = 200;

    private const string Special = @"\`*_{}[]()#+-.!|~<>&@:";

    public override void Write(GateResult result, TextWriter output, ReportOptions options)
    {
        output.Write($"## KubeSec: {Words.Of(result.Verdict)}\n\n");
        foreach (GateReason reason in result.Reasons)
        {
            output.Write($"- {Escape(reason.Message)}\n");
        }

        output.Write($"{(result.Reasons.Count > 0 ? "\n" : "")}{Words.Scope(result)}: {Words.Tally(result.Findings)}.\n");
        var followers = new Followers(result);
        Finding[] open = [.. result.Findings.Where(finding => finding.Suppression is null && followers.LeaderOf(finding) is null).OrderByDescending(finding => finding.Severity)];
        WriteTable(open, followers, output);
        WriteSuppressed([.. result.Findings.Where(finding => finding.Suppression is not null)], output);
        foreach (FrameworkReport framework in result.Frameworks)
        {
            Write(framework, output);
        }

        foreach (string note in result.Notes)
        {
            output.Write($"\n> {Escape(note)}\n");
        }
    }

    private static void WriteTable(Finding[] findings, Followers followers, TextWriter output)
    {
        if (findings.Length == 0)
        {
            return;
        }

        output.Write("\n| severity | finding | where | rule |\n|---|---|---|---|\n");
        foreach (Finding finding in findings.Take(MaxRows))
        {
            string about = finding.Resource is { } resource ? $"<br>{Escape(resource.ToString())}" : "";
            string more = followers.CountOf(finding) is > 0 and int count ? FormattableString.Invariant($"<br>and with it {count} more") : "";
            output.Write($"| {Words.Of(finding.Severity)} | {Escape(finding.Message)}{about}{more} | {Escape(finding.Span.ToString())} | [{finding.Rule.Code}]({finding.Rule.HelpUri}) {Escape(finding.Rule.Name)} |\n");
        }

        if (findings.Length > MaxRows)
        {
            output.Write(FormattableString.Invariant($"\nand {findings.Length - MaxRows} more, the gravest shown first.\n"));
        }
    }

    private static void WriteSuppressed(Finding[] findings, TextWriter output)
    {
        if (findings.Length > 0)
        {
            output.Write($"\n<details><summary>{findings.Length} suppressed</summary>\n\n| finding | where | by | reason |\n|---|---|---|---|\n");
            foreach (Finding finding in findings.Take(MaxRows))
            {
                output.Write($"| {Escape(finding.Message)} | {Escape(finding.Span.ToString())} | {Words.Of(finding.Suppression!.Kind)} | {Escape(finding.Suppression.Reason)} |\n");
            }

            output.Write("\n</details>\n");
        }
    }

    private static void Write(FrameworkReport framework, TextWriter output)
    {
        output.Write($"\n### {Escape(framework.Framework)}: {Words.Tally(framework)}\n\n| control | asks for | status | found |\n|---|---|---|---|\n");
        foreach (FrameworkControl control in framework.Controls)
        {
            string status = control.Status == ControlStatus.Failed ? "**failed**" : Words.Of(1, control.Status);
            output.Write($"| {Escape(control.Control)} | {Escape(control.Title)} | {status} | {Escape(Words.Failures(control))} |\n");
        }
    }

    /// <summary>Text from outside stays text: no markup, no mention of a person, no link.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (char character in PlainText.OneLine(text))
        {
            if (character is '<' or '>' or '&' or '@' or ':')
            {
                escaped.Append("&#").Append((int)character).Append(';');
                continue;
            }

            escaped.Append(Special.Contains(character, StringComparison.Ordinal) ? "\\" : "").Append(character);
        }

        return escaped.ToString();
    }
}
