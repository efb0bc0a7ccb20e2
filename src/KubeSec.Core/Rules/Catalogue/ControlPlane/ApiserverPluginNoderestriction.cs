using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverPluginNoderestriction : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8015",
        Name = "apiserver-plugin-noderestriction",
        Title = "Kubelets may change other nodes",
        Severity = Severity.High,
        Category = RuleCategory.ControlPlane,
        Why = "Without it a kubelet may relabel its node and change pods bound to others.",
        Attack = "Use one node's credential to attract sensitive pods.",
        Remedy = "Enable the admission plugin NodeRestriction.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "1.2.14"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "enable-admission-plugins";

    protected override FlagExpectation Expected => FlagExpectation.Includes("NodeRestriction");
}
