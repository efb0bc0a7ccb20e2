using KubeSec.Access;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacCsrApproval : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4025",
        Name = "rbac-csr-approval",
        Title = "Role can approve or sign certificate requests",
        Severity = Severity.Critical,
        Category = RuleCategory.Access,
        Why = "An approved request becomes a client certificate for the name it asks for, and certificates cannot be revoked.",
        Attack = "Request a certificate for a member of a privileged group and approve it oneself.",
        Remedy = "Restrict approval to one named signer, and never grant it together with creating requests.",
        WhenToWaive = "Kubelet certificate approvers limited to the kubelet serving signer.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.11"), new("owasp", "K02"), new("attack", "T1649")],
    };

    protected override string Grant => "approve or sign certificate requests";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("certificates.k8s.io", ["certificatesigningrequests/approval"], ["update", "patch"]),
        new("certificates.k8s.io", ["signers"], ["approve", "sign"]),
    ];

    /// <summary>A signer of one's own issues nothing the API server trusts; those of Kubernetes do.</summary>
    protected override bool Grants(PolicyRule rule, Resource role) =>
        (!rule.IsLimitedByName || rule.ResourceNames.Any(name => name.StartsWith("kubernetes.io/", StringComparison.Ordinal)))
            && base.Grants(rule, role);
}
