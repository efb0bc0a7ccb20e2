using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagKubeletClientCertificate : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8005",
        Name = "apiserver-flag-kubelet-client-certificate",
        Title = "API server does not authenticate to kubelets",
        Severity = Severity.Medium,
        Category = RuleCategory.ControlPlane,
        Why = "Kubelets then have to trust whoever calls.",
        Attack = "Call the kubelet as the API server would.",
        Remedy = "Set --kubelet-client-certificate and --kubelet-client-key.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "1.2.4"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "kubelet-client-certificate";

    protected override FlagExpectation Expected => FlagExpectation.Set();
}
