using KubeSec.Access;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacAggregatedRoleWrite : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4043",
        Name = "rbac-aggregated-role-write",
        Title = "Role flows into a built-in role by label",
        Severity = Severity.Info,
        Category = RuleCategory.Access,
        Why = "A ClusterRole labelled to aggregate into view, edit or admin adds its rights to everyone who holds those.",
        Attack = "Hide a strong right in a role that looks harmless and flows into view.",
        Remedy = "Aggregate only what each reader of the target role may do.",
        WhenToWaive = "Operators that make their own kinds visible to view and edit.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02"), new("attack", "T1098.006")],
    };

    protected override string Grant => "widen a built-in role by aggregation";

    protected override bool Grants(PolicyRule rule, Resource role) =>
        role.Kind == "ClusterRole"
        && role.Labels.Entries.Any(label => label.Text == "true"
            && label.Name.StartsWith("rbac.authorization.k8s.io/aggregate-to-", StringComparison.Ordinal))
        && !rule.Verbs.All(verb => verb is "get" or "list" or "watch");
}
