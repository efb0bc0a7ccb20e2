using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacPodExec : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4013",
        Name = "rbac-pod-exec",
        Title = "Role can execute commands in pods",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "A command in a running container acts with that pod's identity, secrets and network position. A WebSocket upgrade is "
            + "a GET, so the verb get may be enough (kubernetes/kubernetes#78741).",
        Attack = "Open a shell in a pod whose service account is stronger and use its token.",
        Remedy = "Remove pods/exec from standing roles; grant it for the time of an incident.",
        WhenToWaive = "Break-glass roles that are bound only while needed.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02"), new("attack", "T1609")],
    };

    protected override string Grant => "execute commands in pods";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["pods/exec"], ["create", "get"]),
    ];
}
