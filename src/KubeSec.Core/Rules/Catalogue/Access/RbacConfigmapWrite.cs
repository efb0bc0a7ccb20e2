using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacConfigmapWrite : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4028",
        Name = "rbac-configmap-write",
        Title = "Role can write ConfigMaps",
        Severity = Severity.Low,
        Category = RuleCategory.Access,
        Why = "ConfigMaps steer programs: CoreDNS reads its zones from one, and many controllers their commands.",
        Attack = "Rewrite the coredns ConfigMap of kube-system and answer DNS for the whole cluster.",
        Remedy = "Restrict writes to named ConfigMaps of one namespace.",
        WhenToWaive = "Leader election of older controllers, with resourceNames.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02"), new("attack", "T1557")],
    };

    protected override string Grant => "write ConfigMaps";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["configmaps"], ["create", "update", "patch"]),
    ];
}
