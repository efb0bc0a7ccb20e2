using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagAuthorizationModeAlwaysallow : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8007",
        Name = "apiserver-flag-authorization-mode-alwaysallow",
        Title = "API server authorizes everything",
        Severity = Severity.Critical,
        Category = RuleCategory.ControlPlane,
        Why = "Every identity may do everything.",
        Attack = "Use any token.",
        Remedy = "Set --authorization-mode=Node,RBAC.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "1.2.6"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "authorization-mode";

    protected override FlagExpectation Expected => FlagExpectation.Excludes("AlwaysAllow");
}
