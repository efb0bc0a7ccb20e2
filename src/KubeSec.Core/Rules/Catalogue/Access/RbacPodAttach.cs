using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacPodAttach : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4014",
        Name = "rbac-pod-attach",
        Title = "Role can attach to pods",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "Attaching reads what a process prints and types into it, with the rights of that pod.",
        Attack = "Attach to an interactive process and drive it.",
        Remedy = "Remove pods/attach from standing roles.",
        WhenToWaive = "Break-glass roles that are bound only while needed.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02"), new("attack", "T1609")],
    };

    protected override string Grant => "attach to running containers";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["pods/attach"], ["create", "get"]),
    ];
}
