using KubeSec.Findings;
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
        string[] images = [.. run.Inventory.Entries.Select(entry => entry.Image).Where(image => image.Length > 0).Distinct(StringComparer.Ordinal)];
        using var verifier = new ImageVerifier(
            new ImageVerifierOptions
            {
                Policies = run.Policy.Signatures,
                Registries = run.Policy.Registries with { Offline = run.Options.Offline || run.Policy.Registries.Offline },
                AllowImagesWithoutPolicy = true,
            },
            time);
        foreach (ImageVerdict verdict in await verifier.VerifyAllAsync(images, cancellationToken))
        {
            Report(run, verdict);
        }
    }

    private static void Report(GateRun run, ImageVerdict verdict)
    {
        SignatureStanding standing = verdict.Outcome switch
        {
            ImageOutcome.Pass => verdict.Policies.Count == 0 ? SignatureStanding.NotAsked : SignatureStanding.Verified,
            ImageOutcome.Fail => SignatureStanding.Refused,
            _ => SignatureStanding.Unknown,
        };
        string[] signers = [.. verdict.Policies.SelectMany(policy => policy.Signers).Distinct(StringComparer.Ordinal)];
        IReadOnlyList<InventoryEntry> entries = run.Inventory.Mark(
            entry => entry.Image == verdict.Image, entry => entry with { Signatures = standing, Signers = signers });
        if (standing == SignatureStanding.Unknown)
        {
            run.Undecide(GateReasonKind.Unreachable, $"{verdict.Image}: {verdict.Reason?.Message}");
        }

        foreach (InventoryEntry entry in entries)
        {
            if (standing == SignatureStanding.Refused)
            {
                run.Findings.Add(At(entry, JoinRules.SignatureRefused, verdict.Reason!));
            }

            run.Findings.AddRange(verdict.Warnings.Select(warning => At(entry, JoinRules.SignatureWarning, warning)));
        }
    }

    private static Finding At(InventoryEntry entry, RuleInfo rule, Refusal refusal) => new()
    {
        Rule = rule,
        Severity = rule.Severity,
        Message = $"{entry.Image}: {refusal.Message} ({refusal.Reason})",
        Span = entry.Span,
        Resource = entry.Resource,
        Container = entry.Container,
        Image = entry.Image,
    };
}
