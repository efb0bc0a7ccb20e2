using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacProxy : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4035",
        Name = "rbac-proxy",
        Title = "Role can reach pods and services through the API server",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "The API server opens the connection, so no NetworkPolicy sees where it comes from.",
        Attack = "Reach an unauthenticated admin port that policies close.",
        Remedy = "Remove pods/proxy and services/proxy.",
        WhenToWaive = "Dashboards that proxy one named service.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02"), new("attack", "T1090")],
    };

    protected override string Grant => "reach pods and services through the API server's proxy";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["pods/proxy", "services/proxy"], ["get", "create", "update", "patch", "delete"]),
    ];
}
