using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed class ServiceMonitorDangling : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7109",
        Name = "service-monitor-dangling",
        Title = "ServiceMonitor that watches nothing",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "Nobody sees the numbers that would have told of the trouble.",
        Attack = "Work unseen.",
        Remedy = "Mend the selector.",
        WhenToWaive = "Services made by another release.",
        EnabledByDefault = false,
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        var services = new LabelIndex<Resource>(index.OfKind("Service"), service => service.Labels);
        foreach (Resource monitor in index.OfKind("ServiceMonitor"))
        {
            if (!services.Matching(monitor.Spec["selector"]).Any(service => Watches(monitor, service)))
            {
                context.Report(
                    monitor, monitor.Spec["selector"], $"ServiceMonitor '{monitor.Identity.Name}' selects no Service of these manifests");
            }
        }
    }

    /// <summary>
    /// A monitor without a namespaceSelector watches its own namespace; one whose manifest states no namespace is
    /// installed where its Service is (Prometheus operator API reference).
    /// </summary>
    private static bool Watches(Resource monitor, Resource service)
    {
        Field namespaces = monitor.Spec["namespaceSelector"];
        return namespaces["any"].IsTrue
            || namespaces["matchNames"].Items.Any(name => name.Text == service.EffectiveNamespace)
            || (!namespaces.Exists && (monitor.Identity.Namespace is null || monitor.EffectiveNamespace == service.EffectiveNamespace));
    }
}
