using KubeSec.Rules;

namespace KubeSec.Gate;

/// <summary>Answers for one build: may this be deployed? The one entry point of the command line, Cake and MSBuild.</summary>
/// <param name="options">What to judge, and by which policy.</param>
/// <param name="time">The clock that expiries are held against; the system's unless stated.</param>
public sealed class SecurityGate(GateOptions options, TimeProvider? time = null)
{
    private readonly GateOptions options = options ?? throw new ArgumentNullException(nameof(options));
    private readonly TimeProvider time = time ?? TimeProvider.System;

    /// <summary>Judges the inputs. What cannot be judged is a reason of the result, not an exception.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<GateResult> JudgeAsync(CancellationToken cancellationToken = default)
    {
        GatePolicy policy = options.Policy ?? new GatePolicy();
        var run = new GateRun(options, policy with { FailOn = options.FailOn ?? policy.FailOn, KubernetesVersion = options.KubernetesVersion ?? policy.KubernetesVersion });
        options.Progress?.Report("reading manifests");
        await GateInputs.ReadAsync(run, cancellationToken);
        if (options.Checks.HasFlag(GateChecks.Manifests))
        {
            run.Findings.AddRange(new ManifestLinter(new LintOptions { KubernetesVersion = run.Policy.KubernetesVersion }).Lint(run.Documents, cancellationToken));
        }

        _ = time;
        return Conclude(run);
    }

    private static GateResult Conclude(GateRun run)
    {
        var result = new GateResult
        {
            Verdict = Verdict.Pass,
            Reasons = [],
            Findings = [.. run.Findings.OrderBy(f => f.Span.File, StringComparer.Ordinal).ThenBy(f => f.Span.Line).ThenBy(f => f.Span.Column)
                .ThenBy(f => f.Rule.Code, StringComparer.Ordinal).ThenBy(f => f.Message, StringComparer.Ordinal)],
            Notes = run.Notes,
            Files = run.Files,
            Resources = run.Resources.Count(),
            FailOn = run.Policy.FailOn,
        };
        int counting = result.Findings.Count(result.Counts);
        List<GateReason> reasons = [.. run.Undecided];
        if (counting > 0)
        {
            string severity = run.Policy.FailOn.ToString().ToLowerInvariant();
            reasons.Insert(0, new GateReason(GateReasonKind.Findings, $"{counting} {(counting == 1 ? "finding" : "findings")} at or above {severity}"));
        }

        Verdict verdict = counting > 0 ? Verdict.Fail : reasons.Count > 0 ? Verdict.Undecided : Verdict.Pass;
        return result with { Verdict = verdict, Reasons = reasons };
    }
}
