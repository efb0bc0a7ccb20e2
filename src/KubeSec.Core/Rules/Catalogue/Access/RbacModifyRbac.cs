using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacModifyRbac : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4021",
        Name = "rbac-modify-rbac",
        Title = "Role can write roles or bindings",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "Whoever writes bindings hands out every right they already hold, and keeps access after being found.",
        Attack = "Bind the stolen identity's role to an account of one's own.",
        Remedy = "Leave roles and bindings to the deployment pipeline.",
        WhenToWaive = "GitOps controllers and namespace provisioners.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.8"), new("owasp", "K02"), new("attack", "T1098.006")],
    };

    protected override string Grant => "write roles or bindings";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("rbac.authorization.k8s.io", ["roles", "clusterroles", "rolebindings", "clusterrolebindings"], ["create", "update", "patch"]),
    ];
}
