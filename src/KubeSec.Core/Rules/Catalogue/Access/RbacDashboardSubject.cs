using KubeSec.Access;
using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacDashboardSubject : SubjectRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4065",
        Name = "rbac-dashboard-subject",
        Title = "Role bound to the Kubernetes dashboard",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "Whoever opens the dashboard without signing in acts with its service account.",
        Attack = "Open the dashboard and press skip.",
        Remedy = "Let users sign in with their own token and remove the binding.",
        WhenToWaive = "Read-only roles on an internal dashboard.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.1"), new("owasp", "K06"), new("attack", "T1078")],
    };

    protected override bool Concerns(Subject subject) =>
        subject.Kind == "ServiceAccount" && subject.Name.Contains("kubernetes-dashboard", StringComparison.Ordinal);

    protected override string Inheritor(Subject subject) => "whoever opens the dashboard";
}
