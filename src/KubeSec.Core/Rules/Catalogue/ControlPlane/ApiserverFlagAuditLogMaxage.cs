using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagAuditLogMaxage : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8021",
        Name = "apiserver-flag-audit-log-maxage",
        Title = "Audit log is kept less than 30 days",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "Intrusions are found after weeks; the log should still be there.",
        Attack = "Wait.",
        Remedy = "Set --audit-log-maxage=30 or more.",
        WhenToWaive = "The log is shipped elsewhere.",
        Frameworks = [new("cis", "1.2.17"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "audit-log-maxage";

    protected override FlagExpectation Expected => FlagExpectation.AtLeast(30);
}
