using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class NetworkPolicyPeerDangling : NetworkRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3103",
        Name = "network-policy-peer-dangling",
        Title = "Network policy names a peer that does not exist",
        Severity = Severity.Info,
        Category = RuleCategory.Network,
        Why = "The rule allows nobody, or whoever takes the labels.",
        Attack = "Create a pod with the labels and connect.",
        Remedy = "Mend the peer's podSelector, or remove the rule.",
        WhenToWaive = "Peers made by another release.",
        Frameworks = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")],
    };

    protected override void Check(NetworkAnalyzer network, RuleContext context)
    {
        PeerIndex index = network.Engine.Index;
        foreach (Policy policy in network.Model.Policies)
        {
            foreach (RulePeer peer in policy.Rules.SelectMany(rule => rule.Peers ?? []).Where(peer => peer.Pods is { IsValid: true }))
            {
                if (index.Select(peer.Pods!, peer.Namespaces, policy.Namespace).And(index.Pods).IsEmpty)
                {
                    string where = peer.Namespaces is null ? policy.Namespace : $"namespaces with {peer.Namespaces.Text}";
                    Field at = peer.Field["podSelector"].Exists ? peer.Field["podSelector"] : peer.Field;
                    context.Report(policy.Resource, at, $"{policy} names a peer that is no pod of these manifests: {peer.Pods!.Text} in {where}");
                }
            }
        }
    }
}
