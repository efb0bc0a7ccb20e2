using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class EtcdFlagCertFile : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8070",
        Name = "etcd-flag-cert-file",
        Title = "etcd serves clients without TLS",
        Severity = Severity.Critical,
        Category = RuleCategory.ControlPlane,
        Why = "etcd holds every secret of the cluster and sends it in clear text.",
        Attack = "Listen on the network of the control plane.",
        Remedy = "Set --cert-file and --key-file.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "2.1"), new("owasp", "K07")],
    };

    protected override string Component => Components.Etcd;

    protected override string Flag => "cert-file";

    protected override FlagExpectation Expected => FlagExpectation.Set();
}
