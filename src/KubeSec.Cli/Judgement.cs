using KubeSec.Cluster;
using KubeSec.Gate;
using KubeSec.Reports;

namespace KubeSec.Cli;

/// <summary>Runs the gate, writes the reports, and answers with the exit code.</summary>
internal static class Judgement
{
    public static async Task<int> RunAsync(JudgementRequest request, CancellationToken cancellationToken)
    {
        GateResult result;
        using (ProgressLine? progress = ProgressLine.ForTerminal(request.Detail == ReportDetail.Brief))
        {
            if (request.Cluster is { } cluster)
            {
                progress?.Report("reading the cluster");
                try
                {
                    request = request with { Gate = request.Gate with { Texts = await ClusterManifests.ReadAsync(cluster, cancellationToken) } };
                }
                catch (ClusterException fault)
                {
                    return ClusterArguments.Refuse(fault);
                }
            }

            // On a thread of the pool: Ctrl+C is answered even while standard input is waited for.
            SecurityGate gate = new(request.Gate with { Progress = progress });
            result = await Task.Run(() => gate.JudgeAsync(cancellationToken), cancellationToken);
        }

        int answer = Answer(result);
        foreach (ReportTarget report in request.Reports)
        {
            if (report.Write(result, new ReportOptions { Detail = request.Detail }) is { } problem)
            {
                await Console.Error.WriteLineAsync($"kubesec: {problem}");
                answer = ExitCode.Usage;
            }
        }

        return answer;
    }

    private static int Answer(GateResult result) => result.Verdict switch
    {
        _ when result.Reasons.Any(reason => reason.Kind == GateReasonKind.Usage) => ExitCode.Usage,
        Verdict.Pass => ExitCode.Pass,
        Verdict.Fail => ExitCode.Failed,
        _ => ExitCode.Undecided,
    };
}
