using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class TopologySpreadMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7035",
        Name = "topology-spread-missing",
        Title = "Replicas may all run in one zone",
        Severity = Severity.Info,
        Category = RuleCategory.Reliability,
        Why = "One zone takes the whole service with it.",
        Attack = "Wait for the node or zone to fail.",
        Remedy = "Add a topology spread constraint on topology.kubernetes.io/zone.",
        WhenToWaive = "Programs that may be away for a while.",
        EnabledByDefault = false,
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field setting = workload.Pod["topologySpreadConstraints"];
        if (Replicas.MayBeSeveral(workload) && !setting.Items.Any())
        {
            context.Report(workload, setting, "the replicas may all run in one zone");
        }
    }
}
