using System.Globalization;
using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Reports;

/// <summary>Azure Pipelines logging commands, which become the issues of a run.</summary>
internal sealed class AzureReport : Report
{
    public override void Write(GateResult result, TextWriter output, ReportOptions options)
    {
        foreach (Finding finding in result.Findings.Where(finding => finding.Suppression is null))
        {
            bool error = result.Counts(finding) || GateResult.LeavesUndecided(finding);
            string place = string.Create(CultureInfo.InvariantCulture, $"sourcepath={Escape(finding.Span.File)};linenumber={finding.Span.Line};columnnumber={finding.Span.Column}");
            output.Write($"##vso[task.logissue type={(error ? "error" : "warning")};{place};code={finding.Rule.Code}]{Escape($"{finding.Message}. {finding.Rule.Remedy}")}\n");
        }

        foreach (GateReason reason in result.Reasons)
        {
            output.Write($"##vso[task.logissue type=error]{Escape($"KubeSec {Words.Of(result.Verdict)}: {reason.Message}")}\n");
        }
    }

    /// <summary>The escapes of the agent's logging commands (microsoft/azure-pipelines-task-lib, taskcommand.ts); line ends are already made visible.</summary>
    private static string Escape(string text) => PlainText.OneLine(text)
        .Replace("%", "%AZP25", StringComparison.Ordinal)
        .Replace("]", "%5D", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal);
}
