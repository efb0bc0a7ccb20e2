using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class EtcdFlagPeerAutoTls : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8075",
        Name = "etcd-flag-peer-auto-tls",
        Title = "etcd makes its own peer certificate",
        Severity = Severity.High,
        Category = RuleCategory.ControlPlane,
        Why = "Members cannot verify a certificate made at start.",
        Attack = "Answer in place of a member.",
        Remedy = "Remove --peer-auto-tls.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "2.6"), new("owasp", "K07")],
    };

    protected override string Component => Components.Etcd;

    protected override string Flag => "peer-auto-tls";

    protected override FlagExpectation Expected => FlagExpectation.NotIs("true");
}
