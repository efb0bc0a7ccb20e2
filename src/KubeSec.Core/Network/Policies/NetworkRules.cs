using KubeSec.Findings;

namespace KubeSec.Network;

/// <summary>What the reader of policies finds wrong with them; the catalogue of rules hands it on.</summary>
internal static class NetworkRules
{
    private static readonly IReadOnlyList<FrameworkReference> Guides = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")];

    public static RuleInfo InvalidPolicy { get; } = new()
    {
        Code = "KS3010",
        Name = "network-policy-invalid",
        Title = "Network policy breaks the rules of its API",
        Severity = Severity.High,
        Category = RuleCategory.Network,
        Why = "The API server refuses such a policy, or applies less of it than its author meant: the pods it should guard stay open.",
        Attack = "Connect to the pods that were believed to be guarded.",
        Remedy = "Correct the field that the finding names, and apply the policy with server-side validation.",
        WhenToWaive = "Templates that another step completes before they are applied.",
        Frameworks = Guides,
    };

    public static RuleInfo NotUnderstood { get; } = new()
    {
        Code = "KS3011",
        Name = "network-policy-not-understood",
        Title = "Network policy says what cannot be judged from manifests",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "Answers about the pods it selects are unknown: nobody can rely on the rest of the connectivity table for them.",
        Attack = "Look for what the unread part lets through.",
        Remedy = "Say the same with NetworkPolicy or ClusterNetworkPolicy, or review the policy by hand and waive this finding.",
        WhenToWaive = "Policies reviewed by hand.",
        Frameworks = Guides,
    };

    public static RuleInfo DuplicatePolicy { get; } = new()
    {
        Code = "KS3013",
        Name = "network-policy-duplicate",
        Title = "Network policy is written twice",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "Only the one applied last takes effect; the rules of the other one are lost without a word.",
        Attack = "Use the connection that only the lost policy would have stopped.",
        Remedy = "Give each policy its own name, or merge the two.",
        WhenToWaive = "Folders for several clusters that are judged together.",
        Frameworks = Guides,
    };

    public static RuleInfo IdleRule { get; } = new()
    {
        Code = "KS3014",
        Name = "network-policy-idle-rules",
        Title = "Network policy has rules for a direction it does not affect",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "The pods stay open in that direction although their policy seems to guard it.",
        Attack = "Use the direction that the rules seem to close.",
        Remedy = "List the direction in spec.policyTypes, or drop the rules.",
        WhenToWaive = "Rules kept for the day the direction is switched on.",
        Frameworks = Guides,
    };
}
