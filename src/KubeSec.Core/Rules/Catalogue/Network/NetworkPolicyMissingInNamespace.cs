using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class NetworkPolicyMissingInNamespace : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3100",
        Name = "network-policy-missing-in-namespace",
        Title = "Namespace without a network policy",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "Nothing in the namespace is isolated: every pod of the cluster may connect to its pods, and they to everything.",
        Attack = "From any container that was entered, connect to the pods of the namespace.",
        Remedy = "Add a NetworkPolicy that selects every pod and allows nothing (default deny), then allow what is needed.",
        WhenToWaive = "Namespaces isolated by a cluster-wide policy that is kept elsewhere.",
        Frameworks = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")],
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        if (NetworkPolicies.ClusterWide(index).Any())
        {
            return;
        }

        HashSet<string> guarded = [.. NetworkPolicies.All(index).Select(policy => policy.EffectiveNamespace)];
        foreach (Resource home in index.OfKind("Namespace")
            .Where(home => home.Identity.Group.Length == 0 && !guarded.Contains(home.Identity.Name)))
        {
            context.Report(
                home, home.Root["metadata"]["name"], $"no network policy of these manifests stands in namespace {home.Identity.Name}");
        }
    }
}
