using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagAuditLogMaxsize : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8023",
        Name = "apiserver-flag-audit-log-maxsize",
        Title = "Audit log files are small",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "A burst of requests rotates the traces away.",
        Attack = "Make noise until the log has turned over.",
        Remedy = "Set --audit-log-maxsize=100 or more.",
        WhenToWaive = "The log is shipped elsewhere.",
        Frameworks = [new("cis", "1.2.19"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "audit-log-maxsize";

    protected override FlagExpectation Expected => FlagExpectation.AtLeast(100);
}
