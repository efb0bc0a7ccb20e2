using KubeSec.Manifests;

namespace KubeSec.Access;

/// <summary>A binding seen with what it binds.</summary>
/// <param name="Binding">The RoleBinding or ClusterRoleBinding.</param>
/// <param name="RoleKind">Kind of the role it names.</param>
/// <param name="RoleName">Name of the role it names.</param>
/// <param name="Role">The role, or null where the manifests do not hold it.</param>
/// <param name="Subjects">Who receives it.</param>
internal sealed record Grant(
    Resource Binding, string RoleKind, string RoleName, RoleDefinition? Role, IReadOnlyList<Subject> Subjects)
{
    /// <summary>Whether it reaches every namespace: a ClusterRole through a RoleBinding does not.</summary>
    public bool IsClusterWide => Binding.Kind == "ClusterRoleBinding";
}
