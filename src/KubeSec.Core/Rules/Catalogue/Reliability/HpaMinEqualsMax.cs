using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class HpaMinEqualsMax : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7026",
        Name = "hpa-min-equals-max",
        Title = "Autoscaler that cannot scale",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "Minimum and maximum are the same.",
        Attack = "Load the service: it does not grow.",
        Remedy = "Raise maxReplicas, or remove the autoscaler.",
        WhenToWaive = "Programs whose load does not change.",
        EnabledByDefault = false,
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field maximum = resource.Spec["maxReplicas"];
        if (resource.Kind == "HorizontalPodAutoscaler" && maximum.Exists && (resource.Spec["minReplicas"].Integer ?? 1) == maximum.Integer)
        {
            context.Report(resource, maximum, $"autoscaler '{resource.Identity.Name}' cannot scale: its minimum is its maximum");
        }
    }
}
