using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class SchedulerFlagBindAddress : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8061",
        Name = "scheduler-flag-bind-address",
        Title = "Scheduler listens on every interface",
        Severity = Severity.Medium,
        Category = RuleCategory.ControlPlane,
        Why = "Its endpoints are for the node itself.",
        Attack = "Read metrics and profiles from the network.",
        Remedy = "Set --bind-address=127.0.0.1.",
        WhenToWaive = "Metrics are scraped over an authenticated port.",
        Frameworks = [new("cis", "1.4.2"), new("owasp", "K07")],
    };

    protected override string Component => Components.Scheduler;

    protected override string Flag => "bind-address";

    protected override FlagExpectation Expected => FlagExpectation.Is("127.0.0.1");
}
