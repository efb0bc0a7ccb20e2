using KubeSec.Findings;

namespace KubeSec.Network;

/// <summary>KS3019: a policy whose subject no workload of the input is.</summary>
internal sealed class DanglingPolicies : NetworkCheck
{
    public override IEnumerable<Finding> Check(NetworkLintContext context) => context.Model.Policies
        .Where(policy => !policy.IsNotUnderstood && !SelectsSomeone(context.Engine, policy))
        .Select(policy => Report(
            NetworkRules.DanglingPolicy,
            policy.Resource,
            policy.Resource.Spec[policy.Layer == PolicyLayer.Namespace ? "podSelector" : "subject"],
            $"{policy} selects no workload of the input"));

    private static bool SelectsSomeone(ReachabilityEngine engine, Policy policy) => engine.Index
        .Select(policy.SubjectPods, policy.SubjectNamespaces, policy.Namespace)
        .And(engine.Index.Pods).Members()
        .Any(number => engine.Index.Classes[number].Workloads.Any(workload => workload.Source is not null));
}
