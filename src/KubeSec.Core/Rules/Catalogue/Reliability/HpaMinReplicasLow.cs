using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class HpaMinReplicasLow : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7025",
        Name = "hpa-min-replicas-low",
        Title = "Autoscaler may go down to one replica",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "With one replica every restart is an outage.",
        Attack = "Crash the one pod in a quiet hour.",
        Remedy = "Set minReplicas to two or more.",
        WhenToWaive = "Programs whose load does not change.",
        Sets = new("2", "Nothing; it costs one more pod."),
        EnabledByDefault = false,
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field minimum = resource.Spec["minReplicas"];
        if (resource.Kind == "HorizontalPodAutoscaler" && (minimum.Integer ?? 1) < 2)
        {
            context.Report(resource, minimum, $"autoscaler '{resource.Identity.Name}' may go down to one replica");
        }
    }
}
