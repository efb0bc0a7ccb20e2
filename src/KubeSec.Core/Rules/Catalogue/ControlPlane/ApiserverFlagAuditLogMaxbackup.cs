using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagAuditLogMaxbackup : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8022",
        Name = "apiserver-flag-audit-log-maxbackup",
        Title = "Fewer than ten audit log files are kept",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "A burst of requests rotates the traces away.",
        Attack = "Make noise until the log has turned over.",
        Remedy = "Set --audit-log-maxbackup=10 or more.",
        WhenToWaive = "The log is shipped elsewhere.",
        Frameworks = [new("cis", "1.2.18"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "audit-log-maxbackup";

    protected override FlagExpectation Expected => FlagExpectation.AtLeast(10);
}
