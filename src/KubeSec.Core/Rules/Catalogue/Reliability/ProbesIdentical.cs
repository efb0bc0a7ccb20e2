using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class ProbesIdentical : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7022",
        Name = "probes-identical",
        Title = "Liveness and readiness probes are the same",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "A program that is busy fails both: it is restarted when it should only be spared.",
        Attack = "Send slow requests until every replica is restarted.",
        Remedy = "Let the liveness probe ask for less than the readiness probe.",
        WhenToWaive = "Programs with a single health check whose failure means a restart helps.",
        EnabledByDefault = false,
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        Field liveness = container.Field["livenessProbe"];
        Field readiness = container.Field["readinessProbe"];
        if (liveness.Exists && readiness.Exists && Probes.AskTheSame(liveness, readiness))
        {
            context.Report(container, readiness, $"the probes of container '{container.Name}' ask the same question");
        }
    }
}
