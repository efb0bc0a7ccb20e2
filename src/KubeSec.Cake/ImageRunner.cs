using Cake.Core;
using Cake.Core.Diagnostics;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Signatures;

namespace KubeSec.Cake;

/// <summary>Turns settings into one call of the image verifier, and its verdicts into Cake's own words.</summary>
internal static class ImageRunner
{
    public static IReadOnlyList<ImageVerdict> Verify(ICakeContext context, IReadOnlyList<string> images, KubeSecVerifyImagesSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        GatePolicy policy = PolicyOf.File(context, settings.PolicyFile);
        if (policy.Signatures.Count == 0)
        {
            throw new CakeException("KubeSec: images cannot be verified: no signature policy is given; the policy file has to say under 'signatures' who must have signed");
        }

        using ImageVerifier verifier = Verifier(policy, settings.Offline);
        IReadOnlyList<ImageVerdict> verdicts = verifier.VerifyAllAsync(images, settings.CancellationToken).GetAwaiter().GetResult();
        foreach (ImageVerdict verdict in verdicts)
        {
            Log(context.Log, verdict);
        }

        string[] refused = [.. verdicts.Where(verdict => verdict.Outcome != ImageOutcome.Pass).Select(verdict => verdict.Image)];
        return refused.Length == 0 ? verdicts : throw new CakeException($"KubeSec: not verified: {string.Join(", ", refused)}");
    }

    private static ImageVerifier Verifier(GatePolicy policy, bool offline)
    {
        try
        {
            return new ImageVerifier(new ImageVerifierOptions
            {
                Policies = policy.Signatures,
                Registries = policy.Registries with { Offline = offline || policy.Registries.Offline },
            });
        }
        catch (ArgumentException fault)
        {
            throw new CakeException($"KubeSec: images cannot be verified: {PlainText.WithoutParameter(fault)}", fault);
        }
    }

    private static void Log(ICakeLog log, ImageVerdict verdict)
    {
        switch (verdict.Outcome)
        {
            case ImageOutcome.Pass:
                log.Information("{0}: verified as {1}, signed by {2}", verdict.Image, verdict.Digest, string.Join(", ", verdict.Policies.SelectMany(policy => policy.Signers).Distinct()));
                break;
            default:
                log.Error("{0}: {1}", verdict.Image, verdict.Reason);
                break;
        }
    }
}
