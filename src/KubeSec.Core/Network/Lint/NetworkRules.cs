using KubeSec.Findings;

namespace KubeSec.Network;

/// <summary>The rules of this room, by code. Each finding kind has its own file beside this one.</summary>
internal static class NetworkRules
{
    public static RuleInfo InvalidPolicy { get; } = Rule("KS3010", "network-policy-invalid", "Network policy breaks the rules of its API", Severity.High,
        "The API server refuses such a policy, or applies less of it than its author meant: the pods it should guard stay open.",
        "Correct the field that the finding names, and apply the policy with server-side validation.");

    public static RuleInfo NotUnderstood { get; } = Rule("KS3011", "network-policy-not-understood", "Network policy says what cannot be judged from manifests", Severity.Medium,
        "Answers about the pods it selects are unknown: neither this gate nor its reader can rely on the rest of the table for them.",
        "Say the same with NetworkPolicy or ClusterNetworkPolicy, or review the policy by hand and waive this finding.");

    public static RuleInfo PriorityClash { get; } = Rule("KS3012", "network-policy-priority-clash", "Two cluster-wide policies have the same priority", Severity.Medium,
        "Which of the two decides a connection that both match is left to the network plugin and may change with any update.",
        "Give each policy of a tier its own priority.");

    public static RuleInfo DuplicatePolicy { get; } = Rule("KS3013", "network-policy-duplicate", "Network policy is written twice", Severity.Medium,
        "Only the one applied last takes effect; the rules of the other one are lost without a word.",
        "Give each policy its own name, or merge the two.");

    public static RuleInfo IdleRule { get; } = Rule("KS3014", "network-policy-idle-rules", "Network policy has rules for a direction it does not affect", Severity.Medium,
        "The pods stay open in that direction although their policy seems to guard it.",
        "List the direction in spec.policyTypes, or drop the rules.");

    public static RuleInfo UnresolvedPort { get; } = Rule("KS3015", "network-policy-unresolved-port", "Network policy names a port that no selected pod declares", Severity.Medium,
        "A named port that the destination does not declare matches nothing: the connection it should allow is blocked.",
        "Declare the port under containers[].ports of the destination, or give its number.");

    public static RuleInfo OneDirection { get; } = Rule("KS3016", "network-policy-one-direction", "Workload is isolated in one direction only", Severity.Medium,
        "A taken container still talks freely in the open direction: in by any neighbour, or out to any server.",
        "Add a policy that selects the workload with the missing policyTypes entry.");

    public static RuleInfo MetadataReachable { get; } = Rule("KS3017", "metadata-address-reachable", "Workload may reach the cloud's metadata address", Severity.Medium,
        "The metadata service hands out the node's own credentials to whoever asks from the node's network.",
        "Isolate the workload's egress, and except 169.254.169.254/32 from every block that covers it.",
        new FrameworkReference("attack", "T1552.005"));

    public static RuleInfo DnsBlocked { get; } = Rule("KS3018", "dns-blocked", "Workload is allowed out but may not resolve names", Severity.Medium,
        "Name look-ups fail, over UDP always or over TCP for answers that do not fit a datagram, and what the policy allows does not work.",
        "Allow egress to the cluster's DNS pods on port 53, UDP and TCP.");

    public static RuleInfo DanglingPolicy { get; } = Rule("KS3019", "network-policy-selects-nothing", "Network policy selects no workload of the input", Severity.Low,
        "A policy whose selector misses its pods by one letter guards nothing.",
        "Compare the selector with the labels of the pods it is meant for.");

    public static RuleInfo DanglingPeer { get; } = Rule("KS3020", "network-policy-peer-matches-nothing", "Rule names a peer that no workload of the input matches", Severity.Info,
        "Either the peer is deployed from elsewhere, or the selector has a slip and the connection is blocked.",
        "Compare the selector with the labels of the peer and of its namespace.");

    public static RuleInfo RedundantRule { get; } = Rule("KS3021", "network-policy-redundant-rule", "Rule changes nothing beside the others of its policy", Severity.Info,
        "Text without effect hides the text that has one.",
        "Drop the rule, or narrow the one that covers it.");

    public static RuleInfo ExposedToInternet { get; } = Rule("KS3022", "workload-exposed-to-internet", "Workload can be reached from outside the cluster", Severity.Medium,
        "Whatever is wrong with this workload can be used by anyone who finds its address.",
        "If it must be public, say so with a waiver; if not, drop the Service type or narrow the ingress policy to the addresses that need it.",
        new FrameworkReference("attack", "T1190"));

    public static RuleInfo PathToSecrets { get; } = Rule("KS3023", "exposed-path-to-secrets", "A publicly reachable workload can reach one that holds secrets", Severity.High,
        "Who takes the public workload walks on, step by step, to the one with the credentials.",
        "Allow ingress to the workload with the secrets only from the peers that need it.");

    public static RuleInfo BackendBlocked { get; } = Rule("KS3024", "ingress-backend-blocked", "Route leads to a workload that does not let it in", Severity.Low,
        "Requests time out, and the next hand to touch the policy may open it too far.",
        "Allow ingress to the workload from the namespace of the ingress controller, on the target port.");

    public static RuleInfo AssertionBroken { get; } = Rule("KS3025", "network-assertion-broken", "Connections are not as the policy file demands", Severity.High,
        "The policy file states who may talk to whom; the manifests say otherwise.",
        "Change the network policy that the finding names, or the assertion.");

    public static RuleInfo AssertionUnknown { get; } = Rule("KS3026", "network-assertion-undecided", "Whether an assertion about connections holds is unknown", Severity.High,
        "An answer that is not known cannot be relied on.",
        "Remove the cause that the finding names, or correct the names in the assertion.");

    public static RuleInfo AllowsEveryAddress { get; } = Rule("KS3027", "network-policy-allows-every-address", "Rule allows every address", Severity.Medium,
        "A rule for the whole address space lets a taken container fetch its tools and send what it finds anywhere.",
        "Name the blocks of addresses that are needed.",
        new FrameworkReference("attack", "T1041"));

    /// <summary>Every rule of the room, in the order of their codes.</summary>
    public static IReadOnlyList<RuleInfo> All =>
    [
        InvalidPolicy, NotUnderstood, PriorityClash, DuplicatePolicy, IdleRule, UnresolvedPort, OneDirection, MetadataReachable, DnsBlocked,
        DanglingPolicy, DanglingPeer, RedundantRule, ExposedToInternet, PathToSecrets, BackendBlocked, AssertionBroken, AssertionUnknown, AllowsEveryAddress,
    ];

    private static RuleInfo Rule(string code, string name, string title, Severity severity, string why, string remedy, params FrameworkReference[] frameworks) => new()
    {
        Code = code,
        Name = name,
        Title = title,
        Severity = severity,
        Category = RuleCategory.Network,
        Why = why,
        Remedy = remedy,
        Frameworks = frameworks,
    };
}
