using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacCrdWrite : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4037",
        Name = "rbac-crd-write",
        Title = "Role can change custom resource definitions",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "A definition's conversion webhook sees every object of the kind; deleting the definition deletes them all.",
        Attack = "Add a conversion webhook to a security engine's kind.",
        Remedy = "Leave definitions to the deployment pipeline.",
        WhenToWaive = "Operators that install their own definitions, with resourceNames.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02"), new("attack", "T1546")],
    };

    protected override string Grant => "change custom resource definitions";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("apiextensions.k8s.io", ["customresourcedefinitions"], ["create", "update", "patch", "delete"]),
    ];
}
