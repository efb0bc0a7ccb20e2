using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ControllerManagerFlagUseServiceAccountCredentials : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8042",
        Name = "controller-manager-flag-use-service-account-credentials",
        Title = "Controllers share one identity",
        Severity = Severity.Medium,
        Category = RuleCategory.ControlPlane,
        Why = "Every controller then acts with the rights of all of them together.",
        Attack = "Use a flaw in one controller.",
        Remedy = "Set --use-service-account-credentials=true.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "1.3.3"), new("owasp", "K07")],
    };

    protected override string Component => Components.ControllerManager;

    protected override string Flag => "use-service-account-credentials";

    protected override FlagExpectation Expected => FlagExpectation.Is("true");
}
