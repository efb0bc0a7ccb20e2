using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class OpenEgressCidr : NetworkRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3105",
        Name = "open-egress-cidr",
        Title = "Connections to every address are allowed",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "What is found in the pod can be sent anywhere, and the cloud's metadata service is in reach.",
        Attack = "Send data to a server outside, or fetch tools from one.",
        Remedy = "Name the networks that are needed; list private ones and the metadata address in except.",
        WhenToWaive = "Proxies and crawlers, with private networks in except.",
        Frameworks = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")],
    };

    protected override void Check(NetworkAnalyzer network, RuleContext context)
    {
        foreach (Policy policy in network.Model.Policies)
        {
            foreach (PolicyRule rule in policy.RulesOf(TrafficDirection.Egress).Where(rule => rule.Action == RuleAction.Allow))
            {
                foreach (Field cidr in (rule.Peers ?? []).Select(NetworkPolicies.EveryAddress).OfType<Field>())
                {
                    context.Report(policy.Resource, cidr, $"{policy} allows connections to {cidr.Text}, which is every address");
                }
            }
        }
    }
}
