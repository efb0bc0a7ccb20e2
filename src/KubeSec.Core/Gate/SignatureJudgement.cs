using KubeSec.Inventory;
using KubeSec.Signatures;

namespace KubeSec.Gate;

/// <summary>Asks who vouches for every image that a signature policy is about.</summary>
internal static class SignatureJudgement
{
    public static async Task JudgeAsync(GateRun run, TimeProvider time, CancellationToken cancellationToken)
    {
        if (run.Policy.Signatures.Count == 0 && run.Options.Checks == GateChecks.Signatures)
        {
            run.Undecide(GateReasonKind.Usage, "the policy has no section 'signatures', so there is nothing to verify images by");
        }

        if (!run.Asks(GateChecks.Signatures) || run.Policy.Signatures.Count == 0)
        {
            return;
        }

        run.Tell("verifying images");
        ILookup<string, ImageUse> uses = run.Inventory.Entries.Select(ImageUse.Of).Concat(run.ImageUses)
            .Where(use => use.Image.Length > 0).ToLookup(use => use.Image, StringComparer.Ordinal);
        using var verifier = new ImageVerifier(
            new ImageVerifierOptions
            {
                Policies = run.Policy.Signatures,
                Registries = run.Policy.Registries with { Offline = run.Options.Offline || run.Policy.Registries.Offline },

                // The gate asks for what its policy is about. Whoever asks for nothing but signatures asks it of every image.
                AllowImagesWithoutPolicy = run.Options.Checks != GateChecks.Signatures,
            },
            time);
        foreach (ImageVerdict verdict in await verifier.VerifyAllAsync([.. uses.Select(image => image.Key)], cancellationToken))
        {
            run.Images.Add(verdict);
            Report(run, verdict, uses[verdict.Image]);
        }
    }

    private static void Report(GateRun run, ImageVerdict verdict, IEnumerable<ImageUse> uses)
    {
        SignatureStanding standing = StandingOf(verdict);
        string[] signers = [.. verdict.Policies.SelectMany(policy => policy.Signers).Distinct(StringComparer.Ordinal)];
        run.Inventory.Mark(entry => entry.Image == verdict.Image, entry => entry with { Signatures = standing, Signers = signers });
        if (standing == SignatureStanding.Unknown)
        {
            run.Undecide(GateReasonKind.Unreachable, $"{verdict.Image}: {verdict.Reason?.Message}");
        }

        foreach (ImageUse use in uses)
        {
            if (verdict.Outcome == ImageOutcome.Fail)
            {
                run.Findings.Add(use.Found(JoinRules.SignatureRefused, About(verdict, verdict.Reason!)));
            }

            run.Findings.AddRange(verdict.Warnings.Select(warning => use.Found(JoinRules.SignatureWarning, About(verdict, warning))));
        }
    }

    /// <summary>A policy that only warns lets an image pass and vouches for nobody.</summary>
    private static SignatureStanding StandingOf(ImageVerdict verdict) => verdict.Outcome switch
    {
        ImageOutcome.Undecided => SignatureStanding.Unknown,
        ImageOutcome.Fail => SignatureStanding.Refused,
        _ when verdict.Policies.Any(policy => policy is { Outcome: ImageOutcome.Pass, Signers.Count: > 0 }) => SignatureStanding.Verified,
        _ when verdict.Policies.Any(policy => policy.Outcome == ImageOutcome.Fail) => SignatureStanding.Refused,
        _ => SignatureStanding.NotAsked,
    };

    private static string About(ImageVerdict verdict, Refusal refusal) => $"{verdict.Image}: {refusal.Message} ({refusal.Reason})";
}
