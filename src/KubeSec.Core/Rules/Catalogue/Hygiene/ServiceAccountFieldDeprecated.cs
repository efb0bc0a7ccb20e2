using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed class ServiceAccountFieldDeprecated : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7105",
        Name = "service-account-field-deprecated",
        Title = "Deprecated field serviceAccount",
        Severity = Severity.Info,
        Category = RuleCategory.Reliability,
        Why = "The field is an alias kept for old manifests; tools that read serviceAccountName overlook it.",
        Attack = "Run under an account that reviewers overlook.",
        Remedy = "Use serviceAccountName.",
        WhenToWaive = "None is known.",
        Frameworks = [new("owasp", "K09")],
        EnabledByDefault = false,
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field old = workload.Pod["serviceAccount"];
        if (old.Exists)
        {
            context.Report(workload, old, "serviceAccount has given way to serviceAccountName");
        }
    }
}
