using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class NodeAffinityMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7034",
        Name = "node-affinity-missing",
        Title = "Pod may run on any kind of node",
        Severity = Severity.Info,
        Category = RuleCategory.Reliability,
        Why = "Nothing keeps the pod from nodes of another architecture or purpose.",
        Attack = "Wait for the node or zone to fail.",
        Remedy = "Add nodeSelector or nodeAffinity.",
        WhenToWaive = "Programs that may be away for a while.",
        EnabledByDefault = false,
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field setting = workload.Pod["affinity"]["nodeAffinity"];
        if (workload.Resource.Kind is "Deployment" or "StatefulSet"
            && (workload.Resource.Spec["replicas"].Integer ?? 1) > 1 && !setting.Exists
            && !workload.Pod["nodeSelector"].Exists)
        {
            context.Report(workload, setting, "the pod may run on any kind of node");
        }
    }
}
