using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagServiceAccountKeyFile : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8026",
        Name = "apiserver-flag-service-account-key-file",
        Title = "Service account tokens share the TLS key",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "A key of its own can be rotated without touching TLS.",
        Attack = "Use one stolen key for both.",
        Remedy = "Set --service-account-key-file.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "1.2.22"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "service-account-key-file";

    protected override FlagExpectation Expected => FlagExpectation.Set();
}
