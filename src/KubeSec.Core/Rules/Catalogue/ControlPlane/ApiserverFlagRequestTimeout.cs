using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagRequestTimeout : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8024",
        Name = "apiserver-flag-request-timeout",
        Title = "API server waits for requests too long",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "Long timeouts let few clients hold many connections.",
        Attack = "Open slow requests until no more are taken.",
        Remedy = "Remove --request-timeout or keep it under five minutes.",
        WhenToWaive = "Slow clients over poor links.",
        Frameworks = [new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "request-timeout";

    protected override FlagExpectation Expected => FlagExpectation.DurationAtMost(300);
}
