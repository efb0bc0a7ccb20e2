using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ControllerManagerFlagTerminatedPodGcThreshold : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8040",
        Name = "controller-manager-flag-terminated-pod-gc-threshold",
        Title = "Terminated pods are kept in great number",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "Terminated pods fill etcd.",
        Attack = "Create short jobs until the API server is slow.",
        Remedy = "Set --terminated-pod-gc-threshold to a positive number.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "1.3.1"), new("owasp", "K07")],
    };

    protected override string Component => Components.ControllerManager;

    protected override string Flag => "terminated-pod-gc-threshold";

    protected override FlagExpectation Expected => FlagExpectation.Positive();
}
