using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagAuthorizationModeRbac : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8009",
        Name = "apiserver-flag-authorization-mode-rbac",
        Title = "API server does not use RBAC",
        Severity = Severity.High,
        Category = RuleCategory.ControlPlane,
        Why = "Without RBAC rights cannot be granted one by one.",
        Attack = "Use what the other mode grants in bulk.",
        Remedy = "Add RBAC to --authorization-mode.",
        WhenToWaive = "A webhook authorizer decides instead.",
        Frameworks = [new("cis", "1.2.8"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "authorization-mode";

    protected override FlagExpectation Expected => FlagExpectation.Includes("RBAC");
}
