using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagAnonymousAuth : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8001",
        Name = "apiserver-flag-anonymous-auth",
        Title = "API server answers anonymous requests",
        Severity = Severity.Medium,
        Category = RuleCategory.ControlPlane,
        Why = "Requests without a credential are given an identity, so one wrong binding opens the cluster.",
        Attack = "Call the API without a token and use what is bound to system:anonymous.",
        Remedy = "Set --anonymous-auth=false, or limit anonymous access to health endpoints with an AuthenticationConfiguration.",
        WhenToWaive = "Load balancers that probe health endpoints without a credential.",
        Frameworks = [new("cis", "1.2.1"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "anonymous-auth";

    protected override FlagExpectation Expected => FlagExpectation.Is("false");
}
