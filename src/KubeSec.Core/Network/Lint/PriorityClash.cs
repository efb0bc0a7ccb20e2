using KubeSec.Findings;

namespace KubeSec.Network;

/// <summary>KS3012: two cluster-wide policies of one tier and priority.</summary>
internal sealed class PriorityClash : NetworkCheck
{
    public override IEnumerable<Finding> Check(NetworkLintContext context) => context.Model.Policies
        .Where(policy => policy.Layer != PolicyLayer.Namespace)
        .GroupBy(policy => (policy.Layer, policy.Priority))
        .SelectMany(group => group.Skip(1).Select(policy => Report(
            NetworkRules.PriorityClash,
            policy.Resource,
            policy.Resource.Spec["priority"],
            $"{policy} has priority {policy.Priority} of tier {policy.Layer}, as {group.First()} has")));
}
