using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacAdmissionPolicies : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4023",
        Name = "rbac-admission-policies",
        Title = "Role can change admission policies",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "Admission policies are the cluster's own guards; whoever writes their bindings switches them off.",
        Attack = "Delete the binding that denies privileged pods, then create one.",
        Remedy = "Leave admission policies to the platform's pipeline.",
        WhenToWaive = "Policy controllers, with resourceNames.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.12"), new("owasp", "K02"), new("attack", "T1562")],
    };

    protected override string Grant => "change admission policies and their bindings";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new(
            "admissionregistration.k8s.io",
            ["validatingadmissionpolicies", "validatingadmissionpolicybindings", "mutatingadmissionpolicies", "mutatingadmissionpolicybindings"],
            ["create", "update", "patch", "delete"]),
    ];
}
