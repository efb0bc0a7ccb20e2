using KubeSec.Findings;
using KubeSec.Signatures;

namespace KubeSec.Gate;

/// <summary>Tells verdicts about images in the gate's own words, so that every report can show them.</summary>
public static class SignatureFindings
{
    /// <summary>The answer of a gate that judged nothing but these images.</summary>
    /// <param name="verdicts">The verdicts.</param>
    /// <param name="judgedAt">When they were given.</param>
    public static GateResult Conclude(IReadOnlyList<ImageVerdict> verdicts, DateTimeOffset judgedAt)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        ImageOutcome worst = verdicts.Select(verdict => verdict.Outcome).DefaultIfEmpty(ImageOutcome.Pass).Max();
        return new GateResult
        {
            Verdict = worst switch { ImageOutcome.Pass => Verdict.Pass, ImageOutcome.Fail => Verdict.Fail, _ => Verdict.Undecided },
            Reasons =
            [
                .. verdicts.Where(verdict => verdict.Outcome != ImageOutcome.Pass).Select(verdict => new GateReason(
                    verdict.Outcome == ImageOutcome.Fail ? GateReasonKind.Findings : GateReasonKind.Unreachable, $"{verdict.Image}: {verdict.Reason}")),
            ],
            Findings = [.. verdicts.SelectMany(Of)],
            Files = 0,
            Resources = 0,
            JudgedAt = judgedAt,
            FailOn = Severity.High,
        };
    }

    /// <summary>What there is to say about one image: nothing for a pass without a warning, and nothing certain for an undecided one.</summary>
    private static IEnumerable<Finding> Of(ImageVerdict verdict)
    {
        IEnumerable<Finding> refused = verdict.Outcome == ImageOutcome.Fail ? [About(JoinRules.SignatureRefused, verdict.Reason!)] : [];
        return refused.Concat(verdict.Warnings.Select(warning => About(JoinRules.SignatureWarning, warning)));

        Finding About(RuleInfo rule, Refusal reason) => new()
        {
            Rule = rule,
            Severity = rule.Severity,
            Span = SourceSpan.StartOf(verdict.Image),
            Image = verdict.Image,
            Message = $"{verdict.Image}: {reason.Message} ({reason.Reason})",
        };
    }
}
