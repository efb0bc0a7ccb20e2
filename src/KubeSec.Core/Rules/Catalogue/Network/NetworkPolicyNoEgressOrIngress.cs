using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class NetworkPolicyNoEgressOrIngress : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3101",
        Name = "network-policy-no-egress-or-ingress",
        Title = "Only one direction is restricted",
        Severity = Severity.Low,
        Category = RuleCategory.Network,
        Why = "A pod that is guarded against connections in may still open them to anywhere, or the other way round.",
        Attack = "Send what was found in the pod to a server outside.",
        Remedy = "State both directions in policyTypes and allow what is needed.",
        WhenToWaive = "Pods whose other direction a cluster-wide policy restricts.",
        Frameworks = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")],
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        if (NetworkPolicies.ClusterWide(index).Any())
        {
            return;
        }

        foreach (IGrouping<string, Resource> home in index.OfKind("NetworkPolicy")
            .Where(NetworkPolicies.IsCore)
            .GroupBy(p => p.EffectiveNamespace, StringComparer.Ordinal))
        {
            bool ingress = home.Any(policy => NetworkPolicies.Restricts(policy, "Ingress"));
            bool egress = home.Any(policy => NetworkPolicies.Restricts(policy, "Egress"));
            if (ingress != egress)
            {
                Resource first = home.First();
                context.Report(
                    first, first.Spec["policyTypes"],
                    $"the policies of namespace {home.Key} restrict {(ingress ? "ingress" : "egress")} only");
            }
        }
    }
}
