using KubeSec.Findings;

namespace KubeSec.Gate;

/// <summary>What the gate itself finds when it joins images with their signatures and their past.</summary>
internal static class JoinRules
{
    public static RuleInfo OpenIncident { get; } = new()
    {
        Code = "KS6001",
        Name = "open-incident",
        Title = "An incident of this image or workload is open",
        Severity = Severity.High,
        Category = RuleCategory.Lessons,
        Why = "It happened at run time, and nothing shows that it could not happen again with this deployment.",
        Attack = "Repeat what worked the last time.",
        Remedy = "Find out how it happened, mend it, and close the incident; kubesec incident show tells everything known.",
        WhenToWaive = "While an investigation is under way and the deployment itself is known to be unrelated.",
    };

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

    public static IReadOnlyList<RuleInfo> All { get; } = [OpenIncident, SignatureRefused, SignatureWarning, .. BuiltImageRules.All];
}
