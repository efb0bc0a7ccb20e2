using KubeSec.Access;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacImpersonate : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4018",
        Name = "rbac-impersonate",
        Title = "Role can impersonate others",
        Severity = Severity.Critical,
        Category = RuleCategory.Access,
        Why = "Impersonation takes on all rights of another identity; the group system:masters passes every check.",
        Attack = "Send a request with Impersonate-Group: system:masters.",
        Remedy = "Restrict impersonation to named users with resourceNames, or remove it.",
        WhenToWaive = "Authenticating proxies that sit in front of the API server.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.8"), new("owasp", "K02"), new("attack", "T1078")],
    };

    protected override string Grant => "impersonate users, groups or service accounts";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["users", "groups", "serviceaccounts"], ["impersonate"]),
        new("authentication.k8s.io", ["userextras", "uids"], ["impersonate"]),
    ];

    /// <summary>Named users are a restriction; a name that passes every check is none.</summary>
    protected override bool Grants(PolicyRule rule, Resource role) =>
        (!rule.IsLimitedByName || rule.ResourceNames.Any(name => name.StartsWith("system:", StringComparison.Ordinal)))
            && base.Grants(rule, role);
}
