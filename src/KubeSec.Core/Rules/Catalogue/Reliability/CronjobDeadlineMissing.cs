using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class CronjobDeadlineMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7038",
        Name = "cronjob-deadline-missing",
        Title = "CronJob without a starting deadline",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "After a hundred missed starts the CronJob never starts again; with a deadline only those within it count.",
        Attack = "Keep the controller from running for a while.",
        Remedy = "Set startingDeadlineSeconds.",
        WhenToWaive = "Jobs that must run however late.",
        Sets = new("300", "Jobs that must run however late."),
        EnabledByDefault = false,
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field deadline = resource.Spec["startingDeadlineSeconds"];
        if (resource.Kind == "CronJob" && !deadline.Exists)
        {
            context.Report(resource, deadline, $"CronJob '{resource.Identity.Name}' states no starting deadline");
        }
    }
}
