using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacEndpointsEditDefault : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4007",
        Name = "rbac-endpoints-edit-default",
        Title = "Role that people hold can change endpoints (CVE-2021-25740)",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "Endpoints decide where a Service's or an ingress's traffic goes, also into namespaces the holder cannot see.",
        Attack = "Point an endpoint at a pod of another namespace and reach it through the shared load balancer.",
        Remedy = "Take endpoints and endpointslices out of the aggregated edit and admin roles.",
        WhenToWaive = "Controllers that keep endpoints by hand.",
        Frameworks = [new("nsa", "rbac"), new("owasp", "K02"), new("attack", "T1557")],
    };

    protected override string Grant => "change where Services send their traffic";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["endpoints"], ["create", "update", "patch"]),
        new("discovery.k8s.io", ["endpointslices"], ["create", "update", "patch"]),
    ];
}
