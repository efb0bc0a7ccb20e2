using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class HpaDangling : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7027",
        Name = "hpa-dangling",
        Title = "Autoscaler that scales nothing",
        Severity = Severity.Medium,
        Category = RuleCategory.Reliability,
        Why = "Its target is not among the manifests.",
        Attack = "Load the service: it does not grow.",
        Remedy = "Mend scaleTargetRef.",
        WhenToWaive = "Programs whose load does not change.",
        EnabledByDefault = false,
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        foreach (Resource autoscaler in index.OfKind("HorizontalPodAutoscaler"))
        {
            Field target = autoscaler.Spec["scaleTargetRef"];
            if (!index.Has(target["kind"].Text ?? "", autoscaler.EffectiveNamespace, target["name"].Text ?? ""))
            {
                context.Report(
                    autoscaler, target["name"],
                    $"autoscaler '{autoscaler.Identity.Name}' scales {target["kind"].Text} '{target["name"].Text}', which is not among the manifests");
            }
        }
    }
}
