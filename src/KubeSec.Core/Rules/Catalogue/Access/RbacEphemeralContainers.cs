using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacEphemeralContainers : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4016",
        Name = "rbac-ephemeral-containers",
        Title = "Role can add debug containers to running pods",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "An ephemeral container joins the namespaces of a running pod and brings its own image.",
        Attack = "Add a debug container to a privileged pod and escape to the node from it.",
        Remedy = "Remove pods/ephemeralcontainers from standing roles, and enforce a Pod Security level.",
        WhenToWaive = "Break-glass roles that are bound only while needed.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02"), new("attack", "T1610")],
    };

    protected override string Grant => "add ephemeral containers to running pods";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["pods/ephemeralcontainers"], ["update", "patch"]),
    ];
}
