using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class PdbNoPolicy : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7031",
        Name = "pdb-no-policy",
        Title = "Disruption budget without a number",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "Without minAvailable and maxUnavailable the budget guards nothing.",
        Attack = "Wait for the nodes to be drained.",
        Remedy = "State maxUnavailable or minAvailable.",
        WhenToWaive = "None is known.",
        EnabledByDefault = false,
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource.Kind == "PodDisruptionBudget" && !resource.Spec["minAvailable"].Exists && !resource.Spec["maxUnavailable"].Exists)
        {
            context.Report(resource, resource.Spec["maxUnavailable"], $"budget '{resource.Identity.Name}' states no number");
        }
    }
}
