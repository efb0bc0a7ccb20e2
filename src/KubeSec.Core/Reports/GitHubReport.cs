using System.Globalization;
using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Reports;

/// <summary>GitHub Actions workflow commands, which the runner turns into annotations on the changed lines.</summary>
internal sealed class GitHubReport : Report
{
    public override void Write(GateResult result, TextWriter output, ReportOptions options)
    {
        // The runner shows ten annotations of a kind per step: the gravest first.
        foreach (Finding finding in result.Findings.Where(finding => finding.Suppression is null).OrderByDescending(finding => finding.Severity))
        {
            SourceSpan span = finding.Span;
            string place = string.Create(CultureInfo.InvariantCulture, $"file={Property(span.File)},line={span.Line},endLine={span.EndLine},col={span.Column},endColumn={span.EndColumn}");
            output.Write($"::{Kind(finding, result)} {place},title={Property($"{finding.Rule.Code} {finding.Rule.Name}")}::{Message($"{finding.Message}. {finding.Rule.Remedy}")}\n");
        }

        foreach (GateReason reason in result.Reasons)
        {
            output.Write($"::error title=KubeSec {Words.Of(result.Verdict)}::{Message(reason.Message)}\n");
        }
    }

    private static string Kind(Finding finding, GateResult result) =>
        result.Counts(finding) || GateResult.LeavesUndecided(finding) ? "error" : finding.Severity >= Severity.Medium ? "warning" : "notice";

    /// <summary>The escapes of the runner's toolkit (actions/toolkit, core/src/command.ts); line ends are already made visible.</summary>
    private static string Message(string text) =>
        PlainText.OneLine(text).Replace("%", "%25", StringComparison.Ordinal);

    private static string Property(string text) =>
        Message(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
