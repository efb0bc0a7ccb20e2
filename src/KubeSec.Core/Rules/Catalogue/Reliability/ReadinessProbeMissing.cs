using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class ReadinessProbeMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7021",
        Name = "readiness-probe-missing",
        Title = "No readiness probe",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "Requests are sent to a program that is not ready for them.",
        Attack = "Make the program hang: nothing notices.",
        Remedy = "Add a readinessProbe that succeeds when the program can answer.",
        WhenToWaive = "Programs that end when they fail, and jobs.",
        Frameworks = [new("nsa", "availability")],
        EnabledByDefault = false,
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (Probes.AreExpectedOf(container) && !container.Field["readinessProbe"].Exists)
        {
            context.Report(container, container.Field["readinessProbe"], $"container '{container.Name}' has no readiness probe");
        }
    }
}
