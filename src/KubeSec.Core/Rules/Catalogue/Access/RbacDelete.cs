using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacDelete : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4032",
        Name = "rbac-delete",
        Title = "Role can delete workloads or namespaces",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "Deletion of what runs, or of where it keeps its data, cannot be taken back.",
        Attack = "Delete the namespace of a monitoring system before moving on.",
        Remedy = "Grant delete only to the pipeline that also creates.",
        WhenToWaive = "Operators that own what they delete.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02"), new("attack", "T1485")],
    };

    protected override string Grant => "delete workloads, namespaces or volumes";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["pods", "namespaces", "persistentvolumes", "persistentvolumeclaims"], ["delete", "deletecollection"]),
        new("apps", ["deployments", "daemonsets", "statefulsets"], ["delete", "deletecollection"]),
        new("batch", ["jobs", "cronjobs"], ["delete", "deletecollection"]),
    ];
}
