using KubeSec.Gate;
using KubeSec.Reports;

namespace KubeSec.Cli;

/// <summary>Runs the gate, writes the report, and answers with the exit code.</summary>
internal static class Judgement
{
    public static async Task<int> RunAsync((GateOptions Gate, ReportFormat Format) request, CancellationToken cancellationToken)
    {
        GateResult result = await new SecurityGate(request.Gate).JudgeAsync(cancellationToken);
        ReportWriter.Write(request.Format, result, Console.Out);
        return Answer(result);
    }

    private static int Answer(GateResult result) => result.Verdict switch
    {
        _ when result.Reasons.Any(reason => reason.Kind == GateReasonKind.Usage) => ExitCode.Usage,
        Verdict.Pass => ExitCode.Pass,
        Verdict.Fail => ExitCode.Failed,
        _ => ExitCode.Undecided,
    };
}
