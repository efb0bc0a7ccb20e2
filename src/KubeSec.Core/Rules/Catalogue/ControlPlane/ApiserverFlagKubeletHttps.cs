using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagKubeletHttps : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8004",
        Name = "apiserver-flag-kubelet-https",
        Title = "API server talks to kubelets in clear text",
        Severity = Severity.High,
        Category = RuleCategory.ControlPlane,
        Why = "Commands and logs of every pod cross the network readable.",
        Attack = "Listen between the control plane and a node.",
        Remedy = "Remove --kubelet-https=false.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "kubelet-https";

    protected override FlagExpectation Expected => FlagExpectation.NotIs("false");
}
