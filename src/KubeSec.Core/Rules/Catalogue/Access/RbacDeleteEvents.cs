using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacDeleteEvents : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4033",
        Name = "rbac-delete-events",
        Title = "Role can delete events",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "Events are the first trace an investigation reads.",
        Attack = "Delete the events that a crash or a new pod left behind.",
        Remedy = "Remove delete on events.",
        WhenToWaive = "None is known.",
        Frameworks = [new("nsa", "rbac"), new("owasp", "K02"), new("attack", "T1070")],
    };

    protected override string Grant => "delete events";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["events"], ["delete", "deletecollection"]),
        new("events.k8s.io", ["events"], ["delete", "deletecollection"]),
    ];
}
