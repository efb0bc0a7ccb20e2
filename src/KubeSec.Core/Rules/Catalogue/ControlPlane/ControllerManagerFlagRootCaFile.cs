using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ControllerManagerFlagRootCaFile : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8044",
        Name = "controller-manager-flag-root-ca-file",
        Title = "Pods cannot verify the API server",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "Without the CA in their service account pods must trust any certificate.",
        Attack = "Answer in place of the API server.",
        Remedy = "Set --root-ca-file.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "1.3.5"), new("owasp", "K07")],
    };

    protected override string Component => Components.ControllerManager;

    protected override string Flag => "root-ca-file";

    protected override FlagExpectation Expected => FlagExpectation.Set();
}
