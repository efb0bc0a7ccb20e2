using KubeSec.Access;
using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class ClusterAdminBinding : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4001",
        Name = "cluster-admin-binding",
        Title = "Binding to cluster-admin, or to a role that amounts to it",
        Severity = Severity.Critical,
        Category = RuleCategory.Access,
        Why = "cluster-admin may do everything everywhere. Whoever takes over the subject has taken over the cluster.",
        Attack = "Use the service account's token from a container that was entered, or a person's stolen kubeconfig.",
        Remedy = "Bind a role with the permissions that are needed, in the namespaces where they are.",
        WhenToWaive = "The break-glass group of the platform team.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.1"), new("owasp", "K02"), new("attack", "T1078")],
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        foreach (Grant grant in index.Access.Grants.Where(GrantsClusterAdmin))
        {
            string subjects = grant.Subjects.Count == 0 ? "nobody yet" : string.Join(", ", grant.Subjects);
            string reach = grant.IsClusterWide ? "" : $" of namespace {grant.Binding.EffectiveNamespace}";
            string otherName = grant.RoleName == "cluster-admin" ? "" : $": {grant.RoleKind} '{grant.RoleName}' may do everything";
            context.Report(
                grant.Binding, grant.Binding.Root["roleRef"]["name"], $"{subjects} becomes cluster-admin{reach}{otherName}",
                grant.IsClusterWide ? null : Severity.High);
        }
    }

    private static bool GrantsClusterAdmin(Grant grant) =>
        grant is { RoleKind: "ClusterRole", RoleName: "cluster-admin" } || grant.Role is { AmountsToClusterAdmin: true };
}
