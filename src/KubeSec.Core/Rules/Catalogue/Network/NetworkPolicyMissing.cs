using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class NetworkPolicyMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3001",
        Name = "network-policy-missing",
        Title = "No network policy selects the workload",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "A pod that no policy selects takes connections from every pod of the cluster and may open them to anywhere.",
        Attack = "From any other container that was entered, connect to this one; from this one, reach databases, the metadata service and the internet.",
        Remedy = "Add a NetworkPolicy that selects the pod and names who may reach it and whom it may reach.",
        WhenToWaive = "Pods on the node's own network, for which no NetworkPolicy holds, and clusters whose policies are kept elsewhere.",
        Frameworks = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")],
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        if (NetworkPolicies.ClusterWide(index).Any())
        {
            return;
        }

        // A policy that selects every pod settles its namespace at once: the cost stays linear with many of them.
        HashSet<string> settled = [.. NetworkPolicies.All(index).Where(SelectsEveryPod).Select(policy => policy.EffectiveNamespace)];
        HashSet<Workload> selected =
        [
            .. NetworkPolicies.All(index).Where(policy => !settled.Contains(policy.EffectiveNamespace)).SelectMany(policy => NetworkPolicies.Selected(policy, index)),
        ];
        foreach (Workload workload in index.Workloads
            .Where(workload => !workload.Pod["hostNetwork"].IsTrue && !selected.Contains(workload)))
        {
            if (!settled.Contains(workload.Resource.EffectiveNamespace))
            {
                context.Report(workload, workload.Template["metadata"]["labels"], "no network policy of these manifests selects the pod");
            }
        }
    }

    private static bool SelectsEveryPod(Resource policy) => NetworkPolicies.IsCore(policy) && !policy.Spec["podSelector"].Entries.Any(part => part.Entries.Any() || part.Items.Any());
}
