using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class NetworkPolicyAllowAll : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3002",
        Name = "network-policy-allow-all",
        Title = "Network policy that allows everything",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "Policies only add: one rule without peers and ports opens the pods it selects to everyone, whatever the others say.",
        Attack = "Connect from any pod of the cluster, or from outside it.",
        Remedy = "Name the peers in from and to, and the ports.",
        WhenToWaive = "Public entry points such as an ingress controller.",
        Frameworks = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource is not { Kind: "NetworkPolicy", Identity.Group: "networking.k8s.io" or "extensions" })
        {
            return;
        }

        foreach ((string direction, string peers) in (ReadOnlySpan<(string, string)>)[("ingress", "from"), ("egress", "to")])
        {
            foreach (Field rule in resource.Spec[direction].Items.Where(rule => IsOpen(rule, peers)))
            {
                context.Report(resource, rule, $"policy '{resource.Identity.Name}' allows all {direction}");
            }
        }
    }

    /// <summary>No peer and no port, or an empty list of them, stands for all of them (networking.k8s.io/v1 NetworkPolicyIngressRule).</summary>
    private static bool IsOpen(Field rule, string peers) => !rule[peers].Items.Any() && !rule["ports"].Items.Any();
}
