using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class CronjobInventory : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7040",
        Name = "cronjob-inventory",
        Title = "CronJob",
        Severity = Severity.Info,
        Category = RuleCategory.Reliability,
        Why = "An inventory: a CronJob starts pods by itself, which is also how an attacker stays.",
        Attack = "Add a CronJob that starts the attacker's pod every hour.",
        Remedy = "Know who owns each CronJob.",
        WhenToWaive = "Wherever the CronJob is wanted; the finding is information.",
        Frameworks = [new("owasp", "K01"), new("attack", "T1053.007")],
        EnabledByDefault = false,
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource.Kind == "CronJob")
        {
            context.Report(
                resource, resource.Root["kind"], $"CronJob '{resource.Identity.Name}' starts pods at {resource.Spec["schedule"].Text}");
        }
    }
}
