using KubeSec.Access;
using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacRoleMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4066",
        Name = "rbac-role-missing",
        Title = "Binding names a role that is not there",
        Severity = Severity.Low,
        Category = RuleCategory.Access,
        Why = "Whoever creates the role later decides what the binding's subjects may do; until then the binding is dead.",
        Attack = "Create a role of that name with one's own rights, and the subjects hold them.",
        Remedy = "Create the role in the same change, or remove the binding.",
        WhenToWaive = "The role is installed by another chart.",
        Frameworks = [new("nsa", "rbac"), new("owasp", "K02")],
    };

    /// <summary>
    /// Asks only about Roles: ClusterRoles are often the cluster's own or another chart's. A Role lives in the
    /// binding's namespace, so its absence says something as soon as that namespace's roles are in the input.
    /// </summary>
    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        var known = index.Access.Roles
            .Where(role => !role.IsClusterRole)
            .Select(role => role.Resource.EffectiveNamespace)
            .ToHashSet(StringComparer.Ordinal);
        foreach (Grant grant in index.Access.Grants
            .Where(g => g is { Role: null, RoleKind: "Role" } && known.Contains(g.Binding.EffectiveNamespace)))
        {
            context.Report(
                grant.Binding, grant.Binding.Root["roleRef"]["name"],
                $"Role '{grant.RoleName}' is not in namespace {grant.Binding.EffectiveNamespace} of these manifests");
        }
    }
}
