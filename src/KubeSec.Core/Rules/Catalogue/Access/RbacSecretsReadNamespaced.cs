using KubeSec.Access;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacSecretsReadNamespaced : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4005",
        Name = "rbac-secrets-read-namespaced",
        Title = "Role manages the secrets of its namespace",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "All credentials of the namespace are in reach of the role's holder.",
        Attack = "Read or replace the credentials of another workload of the namespace.",
        Remedy = "Name the secrets in resourceNames.",
        WhenToWaive = "Release tools that install whatever a package holds.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.2"), new("owasp", "K02"), new("attack", "T1552.007")],
    };

    protected override string Grant => "manage the secrets of its namespace";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["secrets"], ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"]),
    ];

    protected override bool Grants(PolicyRule rule, Resource role) =>
        role.Kind == "Role" && rule.ResourceNames.Count == 0 && base.Grants(rule, role);
}
