using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacServicesStatus : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4031",
        Name = "rbac-services-status",
        Title = "Role can patch services/status",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "The status names a load balancer's address; whoever writes it receives traffic meant for that address (CVE-2020-8554).",
        Attack = "Write a stranger's address into status.loadBalancer and receive the cluster's traffic to it.",
        Remedy = "Remove services/status from roles other than the cloud controller's.",
        WhenToWaive = "Load-balancer controllers.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02"), new("attack", "T1557")],
    };

    protected override string Grant => "patch the status of services";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["services/status"], ["update", "patch"]),
    ];
}
