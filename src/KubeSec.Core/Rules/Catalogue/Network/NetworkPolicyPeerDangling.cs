using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class NetworkPolicyPeerDangling : Rule
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

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        foreach (Resource policy in index.OfKind("NetworkPolicy").Where(NetworkPolicies.IsCore))
        {
            foreach (Field selector in NetworkPolicies.Peers(policy)
                .Where(peer => !peer["namespaceSelector"].Exists)
                .Select(peer => peer["podSelector"]))
            {
                if (selector.Entries.Any() && !index.Selected(policy.EffectiveNamespace, selector).Any())
                {
                    context.Report(policy, selector, $"no pod of these manifests is the peer that policy '{policy.Identity.Name}' names");
                }
            }
        }
    }
}
