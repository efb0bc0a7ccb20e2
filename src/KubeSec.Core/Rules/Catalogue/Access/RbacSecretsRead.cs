using KubeSec.Access;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacSecretsRead : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4010",
        Name = "rbac-secrets-read",
        Title = "Role can read secrets",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "Secrets hold the credentials of every other system; list and watch return the values too, not only the names.",
        Attack = "List the secrets of each namespace in reach and use the tokens and passwords in them.",
        Remedy = "Grant get on the named secrets (resourceNames) the program needs, in a Role of its own namespace.",
        WhenToWaive = "Secret synchronisers and certificate controllers whose work it is.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.2"), new("owasp", "K02"), new("attack", "T1552.007")],
    };

    protected override string Grant => "read secrets";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["secrets"], ["get", "list", "watch"]),
    ];

    /// <summary>A role for named secrets is how a program is given its own.</summary>
    protected override bool Grants(PolicyRule rule, Resource role) => !rule.IsLimitedByName && base.Grants(rule, role);
}
