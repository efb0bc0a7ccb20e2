using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacApiservicesWrite : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4036",
        Name = "rbac-apiservices-write",
        Title = "Role can change APIServices",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "The API server forwards requests of a whole group, with the caller's identity, to what an APIService names.",
        Attack = "Redirect a group to one's own service and read each request.",
        Remedy = "Leave APIServices to the operator that serves them.",
        WhenToWaive = "The operator of an aggregated API, with resourceNames.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02"), new("attack", "T1557")],
    };

    protected override string Grant => "change aggregated APIs";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("apiregistration.k8s.io", ["apiservices"], ["create", "update", "patch"]),
    ];
}
