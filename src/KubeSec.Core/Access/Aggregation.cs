using KubeSec.Manifests;

namespace KubeSec.Access;

/// <summary>
/// Fills aggregated ClusterRoles: the controller replaces the rules of a role that has an
/// <c>aggregationRule</c> by those of every ClusterRole one of its selectors matches (Kubernetes RBAC documentation).
/// </summary>
internal static class Aggregation
{
    public static IEnumerable<PolicyRule> RulesOf(Resource role, IReadOnlyList<Resource> roles)
    {
        Field selectors = role.Root["aggregationRule"]["clusterRoleSelectors"];
        IEnumerable<Resource> sources = selectors.Exists
            ? roles.Where(r => r.Kind == "ClusterRole" && r != role && selectors.Items.Any(s => LabelSelector.Matches(s, r.Labels)))
            : [role];
        return sources.SelectMany(r => r.Root["rules"].Items).Select(rule => new PolicyRule(rule));
    }
}
