using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class StatefulsetServiceName : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7043",
        Name = "statefulset-service-name",
        Title = "StatefulSet without its headless service",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "The pods get no names of their own: members cannot find each other.",
        Attack = "None is needed: the set does not work.",
        Remedy = "Add a Service with clusterIP: None and name it in serviceName.",
        WhenToWaive = "Sets whose members need no names.",
        EnabledByDefault = false,
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        var headless = index.OfKind("Service")
            .Where(s => s.Spec["clusterIP"].Text == "None")
            .Select(s => (s.EffectiveNamespace, s.Identity.Name))
            .ToHashSet();
        foreach (Resource set in index.OfKind("StatefulSet"))
        {
            Field service = set.Spec["serviceName"];
            if (!headless.Contains((set.EffectiveNamespace, service.Text ?? "")))
            {
                context.Report(
                    set, service, $"StatefulSet '{set.Identity.Name}' has no headless service '{service.Text}' in these manifests");
            }
        }
    }
}
