using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagKubeletCertificateAuthority : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8006",
        Name = "apiserver-flag-kubelet-certificate-authority",
        Title = "API server does not verify kubelets",
        Severity = Severity.Medium,
        Category = RuleCategory.ControlPlane,
        Why = "Without a CA the API server sends commands to whatever answers at the node's address.",
        Attack = "Answer in place of a kubelet.",
        Remedy = "Set --kubelet-certificate-authority.",
        WhenToWaive = "Nodes whose serving certificates are self-signed, reached over a tunnel.",
        Frameworks = [new("cis", "1.2.5"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "kubelet-certificate-authority";

    protected override FlagExpectation Expected => FlagExpectation.Set();
}
