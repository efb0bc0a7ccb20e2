using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class EtcdFlagClientCertAuth : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8071",
        Name = "etcd-flag-client-cert-auth",
        Title = "etcd takes clients without a certificate",
        Severity = Severity.Critical,
        Category = RuleCategory.ControlPlane,
        Why = "Whoever reaches the port reads and writes the whole cluster state.",
        Attack = "Connect and read /registry/secrets.",
        Remedy = "Set --client-cert-auth=true.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "2.2"), new("owasp", "K07")],
    };

    protected override string Component => Components.Etcd;

    protected override string Flag => "client-cert-auth";

    protected override FlagExpectation Expected => FlagExpectation.Is("true");
}
