using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class PdbMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7029",
        Name = "pdb-missing",
        Title = "No PodDisruptionBudget",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "An upgrade of the nodes may end all replicas at once.",
        Attack = "Wait for the nodes to be drained.",
        Remedy = "Add a PodDisruptionBudget with maxUnavailable: 1.",
        WhenToWaive = "Programs that may be away for a while.",
        EnabledByDefault = false,
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        HashSet<Workload> guarded = [.. index.OfKind("PodDisruptionBudget")
            .SelectMany(budget => index.Selected(budget.EffectiveNamespace, budget.Spec["selector"]))];
        foreach (Workload workload in index.Workloads.Where(w => Replicas.MayBeSeveral(w) && !guarded.Contains(w)))
        {
            context.Report(
                workload, workload.Resource.Root["metadata"]["name"],
                $"no disruption budget guards {workload.Resource.Kind} '{workload.Resource.Identity.Name}'");
        }
    }
}
