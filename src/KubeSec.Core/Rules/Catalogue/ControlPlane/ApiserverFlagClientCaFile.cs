using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagClientCaFile : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8029",
        Name = "apiserver-flag-client-ca-file",
        Title = "API server trusts no client CA",
        Severity = Severity.Medium,
        Category = RuleCategory.ControlPlane,
        Why = "Components then have to authenticate in weaker ways.",
        Attack = "Use those.",
        Remedy = "Set --client-ca-file.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "1.2.25"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "client-ca-file";

    protected override FlagExpectation Expected => FlagExpectation.Set();
}
