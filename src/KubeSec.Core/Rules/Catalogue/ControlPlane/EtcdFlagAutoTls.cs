using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class EtcdFlagAutoTls : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8072",
        Name = "etcd-flag-auto-tls",
        Title = "etcd makes its own client certificate",
        Severity = Severity.High,
        Category = RuleCategory.ControlPlane,
        Why = "Clients cannot verify a certificate made at start.",
        Attack = "Answer in place of etcd.",
        Remedy = "Remove --auto-tls.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "2.3"), new("owasp", "K07")],
    };

    protected override string Component => Components.Etcd;

    protected override string Flag => "auto-tls";

    protected override FlagExpectation Expected => FlagExpectation.NotIs("true");
}
