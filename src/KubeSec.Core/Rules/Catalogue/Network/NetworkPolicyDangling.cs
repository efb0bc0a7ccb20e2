using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class NetworkPolicyDangling : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3102",
        Name = "network-policy-dangling",
        Title = "Network policy that selects no pod",
        Severity = Severity.Low,
        Category = RuleCategory.Network,
        Why = "The policy guards nothing: the pods it was written for are open.",
        Attack = "Connect to the pods that were believed to be guarded.",
        Remedy = "Mend podSelector so that it matches the pods' labels.",
        WhenToWaive = "Pods made by another release or an operator.",
        Frameworks = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")],
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        foreach (Resource policy in index.OfKind("NetworkPolicy").Where(NetworkPolicies.IsCore))
        {
            Field selector = policy.Spec["podSelector"];
            if (selector.Entries.Any() && !index.Selected(policy.EffectiveNamespace, selector).Any())
            {
                context.Report(policy, selector, $"policy '{policy.Identity.Name}' selects no pod of these manifests");
            }
        }
    }
}
