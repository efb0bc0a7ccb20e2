using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class PdbUnhealthyEvictionPolicy : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7032",
        Name = "pdb-unhealthy-eviction-policy",
        Title = "Broken pods keep a node from being drained",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "By default pods that never became ready still count as guarded: one that crashes for ever blocks the upgrade.",
        Attack = "Wait: the defect stays on the node.",
        Remedy = "Set unhealthyPodEvictionPolicy: AlwaysAllow.",
        WhenToWaive = "Programs that must not be moved while they recover.",
        Sets = new("AlwaysAllow", "Programs that must not be moved while they recover."),
        EnabledByDefault = false,
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field policy = resource.Spec["unhealthyPodEvictionPolicy"];
        if (resource.Kind == "PodDisruptionBudget" && policy.Text != "AlwaysAllow")
        {
            context.Report(resource, policy, $"budget '{resource.Identity.Name}' guards pods that never became ready");
        }
    }
}
