using KubeSec.Findings;

namespace KubeSec.Network;

/// <summary>KS3020: selectors of a rule that match nothing in the input.</summary>
internal sealed class DanglingPeers : NetworkCheck
{
    public override IEnumerable<Finding> Check(NetworkLintContext context)
    {
        foreach (Policy policy in context.Model.Policies)
        {
            foreach (RulePeer peer in policy.Rules.SelectMany(rule => rule.Peers ?? []).Where(peer => peer.Pods is { IsValid: true }))
            {
                PeerSet matched = context.Engine.Index.Select(peer.Pods!, peer.Namespaces, policy.Namespace).And(context.Engine.Index.Pods);
                if (matched.IsEmpty)
                {
                    string where = peer.Namespaces is null ? policy.Namespace : $"namespaces with {peer.Namespaces.Text}";
                    yield return Report(NetworkRules.DanglingPeer, policy.Resource, peer.Field, $"no workload of the input has {peer.Pods!.Text} in {where}");
                }
            }
        }
    }
}
