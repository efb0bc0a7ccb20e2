using KubeSec.Findings;

namespace KubeSec.Gate;

/// <summary>What the gate itself finds when it joins images with their signatures.</summary>
internal static class JoinRules
{
    public static RuleInfo SignatureRefused { get; } = new()
    {
        Code = "KS2101",
        Name = "image-signature-refused",
        Title = "Nobody the policy trusts vouches for the image",
        Severity = Severity.Critical,
        Category = RuleCategory.Image,
        Why = "Whoever can push to the registry can replace the image: only a signature ties it to the pipeline that built it.",
        Attack = "Push a changed image under the name that is deployed.",
        Remedy = "Deploy an image that the signers of the policy have signed, or mend the policy's signers.",
        WhenToWaive = "For an image of others that is pinned by a reviewed digest until its publisher signs.",
    };

    public static RuleInfo SignatureWarning { get; } = SignatureRefused with
    {
        Code = "KS2102",
        Name = "image-signature-warning",
        Title = "A signature policy that only warns does not hold",
        Severity = Severity.Low,
    };

    public static IReadOnlyList<RuleInfo> All { get; } = [SignatureRefused, SignatureWarning, .. BuiltImageRules.All];
}
