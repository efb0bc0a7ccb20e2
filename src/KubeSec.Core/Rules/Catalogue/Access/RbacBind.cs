using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacBind : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4020",
        Name = "rbac-bind",
        Title = "Role can bind roles it does not hold (bind)",
        Severity = Severity.Critical,
        Category = RuleCategory.Access,
        Why = "The verb bind switches off the check that keeps a subject from granting a role stronger than itself.",
        Attack = "Bind cluster-admin to one's own service account.",
        Remedy = "Remove the verb bind, or restrict it to named roles with resourceNames.",
        WhenToWaive = "Namespace provisioners that hand out one named role.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.8"), new("owasp", "K02"), new("attack", "T1098.006")],
    };

    protected override string Grant => "bind roles it does not hold";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("rbac.authorization.k8s.io", ["roles", "clusterroles"], ["bind"]),
    ];
}
