using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacNamespaceWrite : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4038",
        Name = "rbac-namespace-write",
        Title = "Role can change namespaces",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "The Pod Security level of a namespace is a label on it: whoever edits labels lifts the level.",
        Attack = "Remove the enforce label, then create a privileged pod.",
        Remedy = "Leave namespaces to the platform's pipeline.",
        WhenToWaive = "Namespace provisioners.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.2.1"), new("owasp", "K02"), new("attack", "T1562")],
    };

    protected override string Grant => "change namespaces and their Pod Security labels";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["namespaces"], ["update", "patch"]),
    ];
}
