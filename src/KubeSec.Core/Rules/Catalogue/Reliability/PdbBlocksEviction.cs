using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class PdbBlocksEviction : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7030",
        Name = "pdb-blocks-eviction",
        Title = "Disruption budget that allows no disruption",
        Severity = Severity.Medium,
        Category = RuleCategory.Reliability,
        Why = "Nodes cannot be drained: upgrades, also those that mend defects, wait for somebody to delete the budget.",
        Attack = "Wait: the defect stays on the node.",
        Remedy = "Allow one pod to be away: maxUnavailable: 1.",
        WhenToWaive = "Programs moved by hand.",
        EnabledByDefault = false,
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        foreach (Resource budget in index.OfKind("PodDisruptionBudget"))
        {
            Field unavailable = budget.Spec["maxUnavailable"];
            Field available = budget.Spec["minAvailable"];
            long? replicas = index.Selected(budget.EffectiveNamespace, budget.Spec["selector"]).FirstOrDefault()?.Resource.Spec["replicas"].Integer;
            Field? blocking = unavailable.Text is "0" or "0%" ? unavailable : available.Text == "100%"
                || (replicas is not null && available.Integer >= replicas) ? available : null;
            if (blocking is not null)
            {
                context.Report(budget, blocking, $"budget '{budget.Identity.Name}' allows no pod to be away");
            }
        }
    }
}
