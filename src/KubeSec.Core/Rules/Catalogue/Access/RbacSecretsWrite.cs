using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacSecretsWrite : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4011",
        Name = "rbac-secrets-write",
        Title = "Role can write secrets",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "Whoever writes secrets can have the control plane fill a token secret for a stronger service account, or replace "
            + "credentials others trust.",
        Attack = "Create a secret of type kubernetes.io/service-account-token that names a stronger service account, then read the "
            + "minted token.",
        Remedy = "Grant writes on named secrets only, and never together with reading them.",
        WhenToWaive = "Operators that manage the credentials of what they install.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.2"), new("owasp", "K02"), new("attack", "T1098")],
    };

    protected override string Grant => "write secrets";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["secrets"], ["create", "update", "patch"]),
    ];
}
