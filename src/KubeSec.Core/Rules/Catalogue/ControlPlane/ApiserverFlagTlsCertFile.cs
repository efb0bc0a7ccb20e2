using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagTlsCertFile : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8028",
        Name = "apiserver-flag-tls-cert-file",
        Title = "API server serves a self-made certificate",
        Severity = Severity.Medium,
        Category = RuleCategory.ControlPlane,
        Why = "Clients cannot verify a certificate made at start.",
        Attack = "Answer in place of the API server.",
        Remedy = "Set --tls-cert-file and --tls-private-key-file.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "1.2.24"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "tls-cert-file";

    protected override FlagExpectation Expected => FlagExpectation.Set();
}
