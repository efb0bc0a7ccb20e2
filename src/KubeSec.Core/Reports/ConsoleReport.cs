using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Reports;

/// <summary>For people at a terminal: findings grouped by file, then the verdict and why.</summary>
internal sealed class ConsoleReport : Report
{
    public override void Write(GateResult result, TextWriter output, ReportOptions options)
    {
        foreach (IGrouping<string, Finding> file in result.Findings.Where(f => f.Suppression is null).GroupBy(f => f.Span.File, StringComparer.Ordinal))
        {
            output.Write($"{file.Key}\n");
            foreach (Finding finding in file)
            {
                string severity = finding.Severity.ToString().ToLowerInvariant();
                output.Write($"  {finding.Span.Line}:{finding.Span.Column}  {severity}  {finding.Message}  {finding.Rule.Code} {finding.Rule.Name}\n");
            }
        }

        output.Write($"{result.Verdict.ToString().ToLowerInvariant()}{string.Concat(result.Reasons.Select(reason => ": " + reason.Message))}\n");
    }
}
