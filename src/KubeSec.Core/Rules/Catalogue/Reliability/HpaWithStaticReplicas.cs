using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class HpaWithStaticReplicas : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7028",
        Name = "hpa-with-static-replicas",
        Title = "Replicas stated beside an autoscaler",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "Every deployment sets the number back and undoes what the autoscaler did.",
        Attack = "Load the service: it does not grow.",
        Remedy = "Remove spec.replicas.",
        WhenToWaive = "Programs whose load does not change.",
        EnabledByDefault = false,
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        var scaled = index.OfKind("HorizontalPodAutoscaler")
            .Select(h => (h.Spec["scaleTargetRef"]["kind"].Text, h.EffectiveNamespace, h.Spec["scaleTargetRef"]["name"].Text))
            .ToHashSet();
        foreach (Resource resource in index.Resources
            .Where(r => r.Spec["replicas"].Exists && scaled.Contains((r.Kind, r.EffectiveNamespace, r.Identity.Name))))
        {
            context.Report(
                resource, resource.Spec["replicas"],
                $"{resource.Kind} '{resource.Identity.Name}' states replicas and is scaled by an autoscaler");
        }
    }
}
