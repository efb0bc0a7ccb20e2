using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class LivenessProbeMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7020",
        Name = "liveness-probe-missing",
        Title = "No liveness probe",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "A program that hangs is not restarted.",
        Attack = "Make the program hang: nothing notices.",
        Remedy = "Add a livenessProbe that fails when only a restart helps.",
        WhenToWaive = "Programs that end when they fail, and jobs.",
        Frameworks = [new("nsa", "availability")],
        EnabledByDefault = false,
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (Probes.AreExpectedOf(container) && !container.Field["livenessProbe"].Exists)
        {
            context.Report(container, container.Field["livenessProbe"], $"container '{container.Name}' has no liveness probe");
        }
    }
}
