using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagEtcdCertfile : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8027",
        Name = "apiserver-flag-etcd-certfile",
        Title = "API server does not authenticate to etcd",
        Severity = Severity.High,
        Category = RuleCategory.ControlPlane,
        Why = "etcd then has to take requests from anyone, and it holds every secret.",
        Attack = "Read etcd directly.",
        Remedy = "Set --etcd-certfile and --etcd-keyfile.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "1.2.23"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "etcd-certfile";

    protected override FlagExpectation Expected => FlagExpectation.Set();
}
