using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagAuditLogPath : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8020",
        Name = "apiserver-flag-audit-log-path",
        Title = "API server keeps no audit log",
        Severity = Severity.Medium,
        Category = RuleCategory.ControlPlane,
        Why = "Without an audit log nobody can say who did what.",
        Attack = "Work unseen.",
        Remedy = "Set --audit-log-path and --audit-policy-file.",
        WhenToWaive = "Audit events are sent to a webhook.",
        Frameworks = [new("cis", "1.2.16"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "audit-log-path";

    protected override FlagExpectation Expected => FlagExpectation.Set();
}
