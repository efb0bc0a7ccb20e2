using KubeSec.Access;
using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class ClusterAdminBinding : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4001",
        Name = "cluster-admin-binding",
        Title = "Binding to cluster-admin",
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
        foreach (Grant grant in index.Access.Grants.Where(grant => grant.RoleKind == "ClusterRole" && grant.RoleName == "cluster-admin"))
        {
            string subjects = string.Join(", ", grant.Subjects);
            Severity? severity = grant.IsClusterWide ? null : Severity.High;
            context.Report(
                grant.Binding, grant.Binding.Root["roleRef"]["name"],
                $"{(subjects.Length == 0 ? "nobody yet" : subjects)} becomes cluster-admin{Reach(grant)}", severity);
        }
    }

    private static string Reach(Grant grant) => grant.IsClusterWide ? "" : $" of namespace {grant.Binding.EffectiveNamespace}";
}
