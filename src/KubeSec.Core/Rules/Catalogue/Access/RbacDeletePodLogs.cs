using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacDeletePodLogs : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4034",
        Name = "rbac-delete-pod-logs",
        Title = "Role can delete pod logs",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "Logs are evidence; no program needs to change them through the API.",
        Attack = "Remove what a compromised container printed.",
        Remedy = "Grant get on pods/log at most.",
        WhenToWaive = "None is known.",
        Frameworks = [new("nsa", "rbac"), new("owasp", "K02"), new("attack", "T1070")],
    };

    protected override string Grant => "delete pod logs";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["pods/log"], ["delete", "deletecollection", "update", "patch"]),
    ];
}
