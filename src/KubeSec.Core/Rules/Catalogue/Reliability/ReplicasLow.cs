using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class ReplicasLow : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7024",
        Name = "replicas-low",
        Title = "Fewer than two replicas",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "With one replica every restart, upgrade and lost node is an outage.",
        Attack = "Crash the one pod.",
        Remedy = "Set spec.replicas to two or more, or scale by an HorizontalPodAutoscaler.",
        WhenToWaive = "Programs that must run once.",
        Sets = new("2", "Programs that must run once."),
        Frameworks = [new("owasp", "K01")],
        EnabledByDefault = false,
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        var scaled = index.OfKind("HorizontalPodAutoscaler")
            .Select(hpa => (hpa.EffectiveNamespace, hpa.Spec["scaleTargetRef"]["kind"].Text, hpa.Spec["scaleTargetRef"]["name"].Text))
            .ToHashSet();
        foreach (Resource resource in index.Resources.Where(r => r.Kind is "Deployment" or "StatefulSet"))
        {
            Field replicas = resource.Spec["replicas"];
            if ((replicas.Integer ?? 1) == 1 && !scaled.Contains((resource.EffectiveNamespace, resource.Kind, resource.Identity.Name)))
            {
                context.Report(resource, replicas, $"{resource.Kind} '{resource.Identity.Name}' runs one replica");
            }
        }
    }
}
