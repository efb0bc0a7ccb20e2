using KubeSec.Access;
using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacAnonymousBinding : SubjectRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4061",
        Name = "rbac-anonymous-binding",
        Title = "Role bound to unauthenticated callers",
        Severity = Severity.Critical,
        Category = RuleCategory.Access,
        Why = "Whoever reaches the API server holds the role, without any credential.",
        Attack = "Call the API without a token.",
        Remedy = "Remove the subject; health checks need no role.",
        WhenToWaive = "Discovery roles that an old load balancer's health check needs.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.1"), new("owasp", "K09"), new("attack", "T1078")],
    };

    protected override bool Concerns(Subject subject) =>
        subject is { Kind: "Group", Name: "system:unauthenticated" } or { Kind: "User", Name: "system:anonymous" };

    protected override string Inheritor(Subject subject) => "whoever reaches the API server";
}
