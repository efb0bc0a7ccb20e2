using KubeSec.Findings;

namespace KubeSec.Network;

/// <summary>KS3027: 0.0.0.0/0 or ::/0 in a rule that allows.</summary>
internal sealed class EveryAddress : NetworkCheck
{
    public override IEnumerable<Finding> Check(NetworkLintContext context)
    {
        foreach (Policy policy in context.Model.Policies)
        {
            foreach (PolicyRule rule in policy.Rules.Where(rule => rule.Action == RuleAction.Allow))
            {
                RulePeer? every = rule.Peers?.FirstOrDefault(peer => peer.Addresses.Contains(AddressRange.EveryIPv4) || peer.Addresses.Contains(AddressRange.EveryIPv6));
                if (every is not null)
                {
                    string way = rule.Direction == TrafficDirection.Egress ? "out to" : "in from";
                    yield return Report(NetworkRules.AllowsEveryAddress, policy.Resource, every.Field, $"{policy} lets its pods {(rule.Direction == TrafficDirection.Egress ? "talk " : "be reached ")}{way} every address");
                }
            }
        }
    }
}
