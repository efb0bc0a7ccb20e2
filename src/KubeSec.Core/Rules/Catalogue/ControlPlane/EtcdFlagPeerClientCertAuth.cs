using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class EtcdFlagPeerClientCertAuth : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8074",
        Name = "etcd-flag-peer-client-cert-auth",
        Title = "etcd takes members without a certificate",
        Severity = Severity.High,
        Category = RuleCategory.ControlPlane,
        Why = "Whoever reaches the port joins the cluster and receives its state.",
        Attack = "Join as a member.",
        Remedy = "Set --peer-client-cert-auth=true.",
        WhenToWaive = "A single member.",
        Frameworks = [new("cis", "2.5"), new("owasp", "K07")],
    };

    protected override string Component => Components.Etcd;

    protected override string Flag => "peer-client-cert-auth";

    protected override FlagExpectation Expected => FlagExpectation.Is("true");
}
