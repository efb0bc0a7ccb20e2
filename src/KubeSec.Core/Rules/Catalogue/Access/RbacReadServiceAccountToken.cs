using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacReadServiceAccountToken : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4006",
        Name = "rbac-read-service-account-token",
        Title = "Role reaches the credentials of other service accounts",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "Reading token secrets, asking for tokens or executing in pods gives the holder the identity of other accounts.",
        Attack = "Take the token of a more powerful account and go on as it.",
        Remedy = "Take away the verb, or name the one object in resourceNames.",
        WhenToWaive = "Controllers that hand out identities.",
        Frameworks = [new("nsa", "rbac"), new("owasp", "K02"), new("attack", "T1528")],
    };

    protected override string Grant => "take the identity of other service accounts";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["serviceaccounts/token"], ["create"]),
        new("", ["pods/exec", "pods/attach"], ["create", "get"]),
    ];
}
