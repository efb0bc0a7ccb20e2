using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacTokenRequest : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4026",
        Name = "rbac-token-request",
        Title = "Role can create service-account tokens",
        Severity = Severity.Critical,
        Category = RuleCategory.Access,
        Why = "A requested token carries all rights of the service account, for as long as the request asks.",
        Attack = "Request a token of the strongest service account in reach.",
        Remedy = "Restrict it with resourceNames to the accounts the program hands out.",
        WhenToWaive = "Secret stores that exchange tokens, with resourceNames.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.13"), new("owasp", "K02"), new("attack", "T1528")],
    };

    protected override string Grant => "create tokens of service accounts";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["serviceaccounts/token"], ["create"]),
    ];
}
