using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed class ServiceDangling : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7106",
        Name = "service-dangling",
        Title = "Service that selects no workload",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "Requests go nowhere, or to whoever takes the labels.",
        Attack = "Create a pod with the labels and receive the requests.",
        Remedy = "Mend the selector, or remove the Service.",
        WhenToWaive = "Pods made by another release or an operator.",
        Frameworks = [new("attack", "T1557")],
        EnabledByDefault = false,
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        foreach (Resource service in index.OfKind("Service").Where(s => s.Identity.Group.Length == 0 && s.Spec["selector"].Entries.Any()))
        {
            Field selector = service.Spec["selector"];
            if (!index.SelectedByLabels(service.EffectiveNamespace, selector).Any())
            {
                context.Report(service, selector, $"Service '{service.Identity.Name}' selects no workload of these manifests");
            }
        }
    }
}
