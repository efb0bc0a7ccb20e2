using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacPodPortforward : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4015",
        Name = "rbac-pod-portforward",
        Title = "Role can forward ports to pods",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "A forwarded port passes through the API server and the kubelet, around every NetworkPolicy.",
        Attack = "Reach a database port that network policies close to everyone else.",
        Remedy = "Remove pods/portforward from standing roles.",
        WhenToWaive = "Developer roles in namespaces without real data.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02"), new("attack", "T1090")],
    };

    protected override string Grant => "forward ports to pods";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["pods/portforward"], ["create", "get"]),
    ];
}
