using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class NetworkPolicyPriorityClash : NetworkRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3012",
        Name = "network-policy-priority-clash",
        Title = "Two cluster-wide policies have the same priority",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "Which of the two decides a connection that both match is left to the network plugin, and may change with any update.",
        Attack = "Wait for the update that puts the looser policy first.",
        Remedy = "Give each policy of a tier its own priority.",
        WhenToWaive = "Policies of one priority whose subjects or peers never meet.",
        Frameworks = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")],
    };

    protected override void Check(NetworkAnalyzer network, RuleContext context)
    {
        foreach (IGrouping<(PolicyLayer, int), Policy> group in network.Model.Policies
            .Where(policy => policy.Layer is PolicyLayer.Admin or PolicyLayer.Baseline && policy.Resource.Kind != "BaselineAdminNetworkPolicy")
            .GroupBy(policy => (policy.Layer, policy.Priority)))
        {
            foreach (Policy policy in group.Skip(1))
            {
                context.Report(policy.Resource, policy.Resource.Spec["priority"], $"{policy} has priority {policy.Priority} of tier {policy.Layer}, as {group.First()} has");
            }
        }
    }
}
