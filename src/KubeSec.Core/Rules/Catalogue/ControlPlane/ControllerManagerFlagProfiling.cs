using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ControllerManagerFlagProfiling : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8041",
        Name = "controller-manager-flag-profiling",
        Title = "Controller manager serves profiles",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "Profiles tell much about the process and cost it work.",
        Attack = "Request profiles.",
        Remedy = "Set --profiling=false.",
        WhenToWaive = "While a performance fault is sought.",
        Frameworks = [new("cis", "1.3.2"), new("owasp", "K07")],
    };

    protected override string Component => Components.ControllerManager;

    protected override string Flag => "profiling";

    protected override FlagExpectation Expected => FlagExpectation.Is("false");
}
