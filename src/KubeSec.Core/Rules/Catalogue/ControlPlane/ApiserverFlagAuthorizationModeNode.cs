using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagAuthorizationModeNode : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8008",
        Name = "apiserver-flag-authorization-mode-node",
        Title = "API server does not restrict kubelets to their node",
        Severity = Severity.High,
        Category = RuleCategory.ControlPlane,
        Why = "Without the Node authorizer a kubelet may read the secrets of every node's pods.",
        Attack = "Use one node's credential to read secrets of the others.",
        Remedy = "Add Node to --authorization-mode.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "1.2.7"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "authorization-mode";

    protected override FlagExpectation Expected => FlagExpectation.Includes("Node");
}
