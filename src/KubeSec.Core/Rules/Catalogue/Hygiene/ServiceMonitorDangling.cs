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
        foreach (Resource monitor in index.OfKind("ServiceMonitor").Where(m => !m.Spec["namespaceSelector"].Exists))
        {
            if (!index.OfKind("Service").Any(s => s.EffectiveNamespace == monitor.EffectiveNamespace && LabelSelector.Matches(monitor.Spec["selector"], s.Labels)))
            {
                context.Report(
                    monitor, monitor.Spec["selector"], $"ServiceMonitor '{monitor.Identity.Name}' selects no Service of these manifests");
            }
        }
    }
}
