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

    public bool IsClusterRole => Resource.Kind == "ClusterRole";

    public string Name => Resource.Identity.Name;
}
