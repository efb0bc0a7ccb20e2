using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ControllerManagerFlagBindAddress : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8045",
        Name = "controller-manager-flag-bind-address",
        Title = "Controller manager listens on every interface",
        Severity = Severity.Medium,
        Category = RuleCategory.ControlPlane,
        Why = "Its endpoints are for the node itself.",
        Attack = "Read metrics and profiles from the network.",
        Remedy = "Set --bind-address=127.0.0.1.",
        WhenToWaive = "Metrics are scraped over an authenticated port.",
        Frameworks = [new("cis", "1.3.7"), new("owasp", "K07")],
    };

    protected override string Component => Components.ControllerManager;

    protected override string Flag => "bind-address";

    protected override FlagExpectation Expected => FlagExpectation.Is("127.0.0.1");
}
