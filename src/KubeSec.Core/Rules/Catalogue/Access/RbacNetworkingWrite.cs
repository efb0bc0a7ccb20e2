using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacNetworkingWrite : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4030",
        Name = "rbac-networking-write",
        Title = "Role can change services, ingresses or network policies",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "These objects decide where traffic goes: writing them exposes workloads, diverts requests or removes isolation.",
        Attack = "Point the selector of a busy service at one's own pod.",
        Remedy = "Leave networking objects to the deployment pipeline of each application.",
        WhenToWaive = "Ingress and service-mesh controllers.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02"), new("attack", "T1557")],
    };

    protected override string Grant => "change services, ingresses, routes or network policies";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["services", "endpoints"], ["create", "update", "patch", "delete"]),
        new("discovery.k8s.io", ["endpointslices"], ["create", "update", "patch", "delete"]),
        new("networking.k8s.io", ["ingresses", "ingressclasses", "networkpolicies"], ["create", "update", "patch", "delete"]),
        new(
            "policy.networking.k8s.io", ["adminnetworkpolicies", "baselineadminnetworkpolicies", "clusternetworkpolicies"],
            ["create", "update", "patch", "delete"]),
        new(
            "gateway.networking.k8s.io",
            ["gateways", "gatewayclasses", "httproutes", "grpcroutes", "tcproutes", "tlsroutes", "udproutes"],
            ["create", "update", "patch", "delete"]),
    ];
}
