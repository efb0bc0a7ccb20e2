using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacNodeWrite : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4039",
        Name = "rbac-node-write",
        Title = "Role can change nodes",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "Labels and taints decide which pods a node receives.",
        Attack = "Mark every other node unschedulable so that strong pods move to one that is already lost.",
        Remedy = "Leave nodes to the cloud controller and the kubelet.",
        WhenToWaive = "Node lifecycle controllers.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02"), new("attack", "T1578")],
    };

    protected override string Grant => "change nodes, their taints or their status";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["nodes", "nodes/status"], ["update", "patch"]),
    ];
}
