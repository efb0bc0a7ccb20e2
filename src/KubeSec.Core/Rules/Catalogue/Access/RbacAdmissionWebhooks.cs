using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacAdmissionWebhooks : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4022",
        Name = "rbac-admission-webhooks",
        Title = "Role can change admission webhooks",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "A mutating webhook sees and rewrites every object written to the cluster; deleting a validating one removes a guard.",
        Attack = "Register a webhook that adds a sidecar to each new pod and receives every secret.",
        Remedy = "Leave webhook configurations to the operator that serves them, with resourceNames.",
        WhenToWaive = "Operators that rotate the CA bundle of their own named webhook.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.12"), new("owasp", "K02"), new("attack", "T1546")],
    };

    protected override string Grant => "change admission webhooks";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new(
            "admissionregistration.k8s.io", ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"],
            ["create", "update", "patch", "delete"]),
    ];
}
