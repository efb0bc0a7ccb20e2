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

    public static RuleInfo PriorityClash { get; } = new()
    {
        Code = "KS3012",
        Name = "network-policy-priority-clash",
        Title = "Two cluster-wide policies have the same priority",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "Which of the two decides a connection that both match is left to the network plugin, and may change with any update.",
        Attack = "Wait for the update that puts the looser policy first.",
        Remedy = "Give each policy of a tier its own priority.",
        WhenToWaive = "Policies of one priority whose subjects or peers never meet.",
        Frameworks = Guides,
    };

    public static RuleInfo UnresolvedPort { get; } = new()
    {
        Code = "KS3015",
        Name = "network-policy-unresolved-port",
        Title = "Network policy names a port that no selected pod declares",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "A named port that the destination does not declare matches nothing: the connection it should allow is blocked.",
        Attack = "The hasty repair allows every port, and whatever else listens can be reached.",
        Remedy = "Declare the port under containers[].ports of the destination, or give its number.",
        WhenToWaive = "Destinations made by another release.",
        Frameworks = Guides,
    };

    public static RuleInfo OwnedPodsDiffer { get; } = new()
    {
        Code = "KS3028",
        Name = "owned-pods-differ",
        Title = "Pods of one owner are not alike to the policies",
        Severity = Severity.Low,
        Category = RuleCategory.Network,
        Why = "A controller makes equal pods; one that a policy treats otherwise was changed by hand, or is about to be replaced.",
        Attack = "Take the label of a pod that policies let through.",
        Remedy = "Change the owner's template, not its pods, and let the controller replace them.",
        WhenToWaive = "While a new revision is rolled out.",
        Frameworks = Guides,
    };
}
