using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class OpenIngressCidr : NetworkRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3104",
        Name = "open-ingress-cidr",
        Title = "Connections from every address are allowed",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "The pod can be reached from wherever packets come, the internet included.",
        Attack = "Connect from outside.",
        Remedy = "Name the networks that are needed; list private ones and the metadata address in except.",
        WhenToWaive = "Public entry points.",
        Frameworks = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")],
    };

    protected override void Check(NetworkAnalyzer network, RuleContext context)
    {
        foreach (Policy policy in network.Model.Policies)
        {
            foreach (PolicyRule rule in policy.RulesOf(TrafficDirection.Ingress).Where(rule => rule.Action == RuleAction.Allow))
            {
                foreach (Field cidr in (rule.Peers ?? []).Select(NetworkPolicies.EveryAddress).OfType<Field>())
                {
                    context.Report(policy.Resource, cidr, $"{policy} allows connections from {cidr.Text}, which is every address");
                }
            }
        }
    }
}
