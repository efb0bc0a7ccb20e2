using Cake.Core.Diagnostics;
using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Cake;

/// <summary>Writes findings to Cake's log: what closes the gate as an error, the rest the quieter the less it matters.</summary>
internal static class FindingLog
{
    public static void Write(ICakeLog log, GateResult result)
    {
        foreach (Finding finding in result.Findings.Where(finding => finding.Suppression is null))
        {
            Verbosity verbosity = result.Counts(finding) ? Verbosity.Quiet : VerbosityOf(finding.Severity);
            LogLevel level = result.Counts(finding) ? LogLevel.Error : LevelOf(finding.Severity);
            log.Write(verbosity, level, "{0}: {1} {2}: {3}", finding.Span, finding.Rule.Code, finding.Rule.Name, finding.Message);
        }

        foreach (string note in result.Notes)
        {
            log.Write(Verbosity.Minimal, LogLevel.Warning, "{0}", note);
        }
    }

    private static Verbosity VerbosityOf(Severity severity) => severity switch
    {
        Severity.Info => Verbosity.Diagnostic,
        Severity.Low => Verbosity.Verbose,
        Severity.Medium => Verbosity.Normal,
        _ => Verbosity.Minimal,
    };

    private static LogLevel LevelOf(Severity severity) => severity switch
    {
        Severity.Info => LogLevel.Debug,
        Severity.Low => LogLevel.Verbose,
        _ => LogLevel.Warning,
    };
}
