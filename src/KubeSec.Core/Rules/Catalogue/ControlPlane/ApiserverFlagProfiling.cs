using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagProfiling : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8019",
        Name = "apiserver-flag-profiling",
        Title = "API server serves profiles",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "Profiles tell much about the process and cost it work.",
        Attack = "Request profiles until the server is slow.",
        Remedy = "Set --profiling=false.",
        WhenToWaive = "While a performance fault is sought.",
        Frameworks = [new("cis", "1.2.15"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "profiling";

    protected override FlagExpectation Expected => FlagExpectation.Is("false");
}
