using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed class LabelsMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7116",
        Name = "labels-missing",
        Title = "Recommended labels are missing",
        Severity = Severity.Info,
        Category = RuleCategory.Reliability,
        Why = "Tools and people cannot tell what the object belongs to.",
        Attack = "Hide among objects nobody can place.",
        Remedy = "Add app.kubernetes.io/name, and instance or version where they help.",
        WhenToWaive = "Objects made by tools that label them later.",
        EnabledByDefault = false,
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        bool named = resource.Labels["app.kubernetes.io/name"].Exists || resource.Labels["app"].Exists || resource.Labels["k8s-app"].Exists;
        if (resource.Workload is not null && !named)
        {
            context.Report(
                resource, resource.Labels["app.kubernetes.io/name"],
                $"{resource.Kind} '{resource.Identity.Name}' has no label app.kubernetes.io/name");
        }
    }
}
