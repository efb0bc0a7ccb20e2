using KubeSec.Manifests;

namespace KubeSec.Access;

/// <summary>
/// Fills aggregated ClusterRoles: the controller replaces the rules of a role that has an
/// <c>aggregationRule</c> by those of every ClusterRole one of its selectors matches (Kubernetes RBAC documentation).
/// </summary>
internal sealed class Aggregation(IEnumerable<Resource> roles)
{
    private readonly LabelIndex<Resource> clusterRoles = new(roles.Where(role => role.Kind == "ClusterRole"), role => role.Labels);

    public IEnumerable<PolicyRule> RulesOf(Resource role)
    {
        Field selectors = role.Root["aggregationRule"]["clusterRoleSelectors"];
        IEnumerable<Resource> sources = selectors.Exists
            ? selectors.Items.SelectMany(clusterRoles.Matching).Where(source => source != role).Distinct()
            : [role];
        return sources.SelectMany(source => source.Root["rules"].Items).Select(rule => new PolicyRule(rule));
    }
}
