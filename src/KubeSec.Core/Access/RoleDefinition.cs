using KubeSec.Manifests;

namespace KubeSec.Access;

/// <summary>A Role or ClusterRole with the permissions it ends up with.</summary>
internal sealed class RoleDefinition
{
    public RoleDefinition(Resource resource, IReadOnlyList<PolicyRule> rules)
    {
        Resource = resource;
        Rules = rules;
    }

    public Resource Resource { get; }

    /// <summary>Its own entries and, for an aggregated ClusterRole, those that flow in by label.</summary>
    public IReadOnlyList<PolicyRule> Rules { get; }

    /// <summary>Whether its entries come from other roles; its own are then overwritten by the controller.</summary>
    public bool IsAggregated => Resource.Root["aggregationRule"].Exists;

    public bool IsClusterRole => Resource.Kind == "ClusterRole";

    public string Name => Resource.Identity.Name;

    /// <summary>
    /// Whether it is a role that every cluster has and that is meant to hold much: one of the user-facing roles, or one
    /// of the control plane's, exported from a cluster (Kubernetes documentation, "Default roles and role bindings").
    /// </summary>
    public bool IsKubernetesOwn => IsClusterRole && (Name is "cluster-admin" or "admin" or "edit"
        || (Name.StartsWith("system:", StringComparison.Ordinal)
            && Resource.Labels["kubernetes.io/bootstrapping"].Text == "rbac-defaults"));

    /// <summary>
    /// Whether its name is one that Kubernetes (<c>system:</c>) or a managed cluster (<c>gce:</c>) keeps for roles of its own components.
    /// Anyone can write such a name, so it says something only of a role that nobody here is given. Three roles of that name are
    /// held by every user of every cluster (Kubernetes documentation, "API discovery roles"): what is added to them is given to all.
    /// </summary>
    public bool HasReservedName => IsClusterRole
        && Name is not ("system:basic-user" or "system:discovery" or "system:public-info-viewer")
        && (Name.StartsWith("system:", StringComparison.Ordinal) || Name.StartsWith("gce:", StringComparison.Ordinal));

    /// <summary>Whether one entry lets its holder do everything to every object, by wildcards or by listing every verb.</summary>
    public bool AmountsToClusterAdmin => Rules.Any(rule => rule.AllowsEverything);
}
