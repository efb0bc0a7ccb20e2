using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagSecurePort : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8018",
        Name = "apiserver-flag-secure-port",
        Title = "API server does not serve over TLS",
        Severity = Severity.High,
        Category = RuleCategory.ControlPlane,
        Why = "Port 0 switches the authenticated endpoint off.",
        Attack = "Use what is left open.",
        Remedy = "Remove --secure-port=0.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "secure-port";

    protected override FlagExpectation Expected => FlagExpectation.NotIs("0");
}
