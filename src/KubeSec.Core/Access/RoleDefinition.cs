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

    /// <summary>Whether an entry of an aggregated role is one of this role's.</summary>
    public bool Holds(PolicyRule rule) => Rules.Any(own => own.Field.Node == rule.Field.Node);
}
