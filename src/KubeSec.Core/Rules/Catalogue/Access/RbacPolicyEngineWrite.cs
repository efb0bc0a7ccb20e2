using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacPolicyEngineWrite : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4024",
        Name = "rbac-policy-engine-write",
        Title = "Role can change policies of an admission engine",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "The engine enforces what these objects say: an exemption opens the namespace it names.",
        Attack = "Add an exception for one's own namespace.",
        Remedy = "Leave policies to the platform's pipeline.",
        WhenToWaive = "The engine's own controllers.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.12"), new("owasp", "K02"), new("attack", "T1562")],
    };

    protected override string Grant => "change the policies of Gatekeeper or Kyverno";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("templates.gatekeeper.sh", ["constrainttemplates"], ["create", "update", "patch", "delete"]),
        new("config.gatekeeper.sh", ["configs"], ["create", "update", "patch", "delete"]),
        new("mutations.gatekeeper.sh", ["assign", "assignmetadata", "modifyset", "assignimage"], ["create", "update", "patch", "delete"]),
        new("kyverno.io", ["clusterpolicies", "policies", "policyexceptions"], ["create", "update", "patch", "delete"]),
    ];
}
