using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagEtcdCafile : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8030",
        Name = "apiserver-flag-etcd-cafile",
        Title = "API server does not verify etcd",
        Severity = Severity.High,
        Category = RuleCategory.ControlPlane,
        Why = "Whatever answers at the address is taken for etcd.",
        Attack = "Answer in place of etcd.",
        Remedy = "Set --etcd-cafile.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "1.2.26"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "etcd-cafile";

    protected override FlagExpectation Expected => FlagExpectation.Set();
}
