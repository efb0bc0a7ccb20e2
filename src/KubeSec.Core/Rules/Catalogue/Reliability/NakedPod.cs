using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class NakedPod : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7046",
        Name = "naked-pod",
        Title = "Pod without a controller",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "Nothing starts it again when its node goes.",
        Attack = "End the pod.",
        Remedy = "Use a Deployment, a StatefulSet, a Job or a DaemonSet.",
        WhenToWaive = "Tests and one-off tools.",
        EnabledByDefault = false,
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource is { Kind: "Pod", Identity.Group: "" } && !resource.Root["metadata"]["ownerReferences"].Items.Any())
        {
            context.Report(resource, resource.Root["kind"], $"pod '{resource.Identity.Name}' has no controller");
        }
    }
}
