using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacCreatePersistentVolumes : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4027",
        Name = "rbac-create-persistent-volumes",
        Title = "Role can create persistent volumes",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "A PersistentVolume may be a hostPath: any directory of any node, past the Pod Security level of the namespace.",
        Attack = "Create a hostPath volume over the node's root, claim it and write to it.",
        Remedy = "Leave volumes to the storage provisioner.",
        WhenToWaive = "Storage provisioners.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.9"), new("owasp", "K02"), new("attack", "T1611")],
    };

    protected override string Grant => "create persistent volumes";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["persistentvolumes"], ["create"]),
    ];
}
