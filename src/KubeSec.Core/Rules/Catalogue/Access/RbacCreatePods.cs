using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacCreatePods : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4012",
        Name = "rbac-create-pods",
        Title = "Role can create pods or workloads",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "A new pod may name any service account of its namespace and mount any of its secrets, so creating pods is holding all "
            + "of them.",
        Attack = "Create a pod that runs as the strongest service account of the namespace and read its token.",
        Remedy = "Let a deployment pipeline of its own identity create workloads, and enforce a Pod Security level on the namespace.",
        WhenToWaive = "Controllers and pipelines whose purpose is to deploy.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.4"), new("owasp", "K02"), new("attack", "T1610")],
    };

    protected override string Grant => "create pods or change what controllers run";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["pods", "replicationcontrollers"], ["create"]),
        new("apps", ["deployments", "daemonsets", "statefulsets", "replicasets"], ["create", "update", "patch"]),
        new("batch", ["jobs", "cronjobs"], ["create", "update", "patch"]),
    ];
}
