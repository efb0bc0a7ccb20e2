using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class EtcdFlagPeerCertFile : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8073",
        Name = "etcd-flag-peer-cert-file",
        Title = "etcd members talk without TLS",
        Severity = Severity.High,
        Category = RuleCategory.ControlPlane,
        Why = "The whole cluster state crosses the network in clear text.",
        Attack = "Listen between members.",
        Remedy = "Set --peer-cert-file and --peer-key-file.",
        WhenToWaive = "A single member.",
        Frameworks = [new("cis", "2.4"), new("owasp", "K07")],
    };

    protected override string Component => Components.Etcd;

    protected override string Flag => "peer-cert-file";

    protected override FlagExpectation Expected => FlagExpectation.Set();
}
