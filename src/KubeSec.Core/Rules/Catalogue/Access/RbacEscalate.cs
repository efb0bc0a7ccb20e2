using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacEscalate : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4019",
        Name = "rbac-escalate",
        Title = "Role can grant more than it holds (escalate)",
        Severity = Severity.Critical,
        Category = RuleCategory.Access,
        Why = "The verb escalate switches off the check that keeps a subject from writing a role stronger than itself.",
        Attack = "Edit one's own role to allow everything.",
        Remedy = "Remove the verb escalate.",
        WhenToWaive = "Operators that install other operators' roles; name the roles with resourceNames.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.8"), new("owasp", "K02"), new("attack", "T1098.006")],
    };

    protected override string Grant => "write roles with more rights than its own";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("rbac.authorization.k8s.io", ["roles", "clusterroles"], ["escalate"]),
    ];
}
