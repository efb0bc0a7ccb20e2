using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class SchedulerFlagProfiling : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8060",
        Name = "scheduler-flag-profiling",
        Title = "Scheduler serves profiles",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "Profiles tell much about the process and cost it work.",
        Attack = "Request profiles.",
        Remedy = "Set --profiling=false.",
        WhenToWaive = "While a performance fault is sought.",
        Frameworks = [new("cis", "1.4.1"), new("owasp", "K07")],
    };

    protected override string Component => Components.Scheduler;

    protected override string Flag => "profiling";

    protected override FlagExpectation Expected => FlagExpectation.Is("false");
}
