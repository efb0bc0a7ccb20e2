using KubeSec.Access;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Access;

/// <summary>Verbs on resources of one API group, any of which is what a rule looks for.</summary>
internal sealed record Permission(string ApiGroup, IReadOnlyList<string> Resources, IReadOnlyList<string> Verbs)
{
    public bool IsGrantedBy(PolicyRule rule) => Resources.Any(resource => rule.AllowsAny(Verbs, ApiGroup, resource));
}

/// <summary>
/// A rule about one permission in a role. Its severity follows who holds the role: nobody makes it information,
/// a binding to one namespace lowers it by a step, and what comes only through the wildcard <c>*</c> is
/// information too, since the wildcard has a rule of its own. It is said nevertheless: a run that asks for one
/// framework may hold this rule and not that one, and must not call the role clean.
/// </summary>
internal abstract class PermissionRule : Rule
{
    /// <summary>What the permission lets its holder do, to complete "may …".</summary>
    protected abstract string Grant { get; }

    /// <summary>The permissions looked for; none where <see cref="Grants"/> decides by itself.</summary>
    protected virtual IReadOnlyList<Permission> Permissions => [];

    /// <summary>Whether a permission that comes only through <c>*</c> counts in full.</summary>
    protected virtual bool WildcardCounts => false;

    public sealed override void CheckAll(ResourceIndex index, RuleContext context)
    {
        foreach (RoleDefinition role in index.Access.Roles.Where(role => IsTheTeams(role, index.Access)))
        {
            foreach (PolicyRule rule in role.Rules.Where(rule => Grants(rule, role.Resource)))
            {
                Report(index.Access, role, rule, context);
            }
        }
    }

    private static bool IsTheTeams(RoleDefinition role, AccessModel access) =>
        !role.IsAggregated && !role.IsKubernetesOwn && !(role.HasReservedName && !access.GrantsReaching(role).Any());

    protected virtual bool Grants(PolicyRule rule, Resource role) => Permissions.Any(permission => permission.IsGrantedBy(rule));

    /// <summary>The part of the entry that is at fault.</summary>
    protected virtual Field PlaceOf(PolicyRule rule) => rule.Field["resources"];

    private void Report(AccessModel access, RoleDefinition role, PolicyRule rule, RuleContext context)
    {
        Grant[] grants = [.. access.GrantsReaching(role)];
        string holders = Holders.Describe(access, grants);
        bool throughWildcard = rule.Resources.Contains("*", StringComparer.Ordinal);
        bool onlyWildcard = !WildcardCounts && throughWildcard;
        Severity severity = grants.Length == 0 || onlyWildcard ? Severity.Info
            : role.IsClusterRole && !grants.Any(g => g.IsClusterWide) ? Lowered(Info.Severity)
            : Info.Severity;
        context.Report(role.Resource, PlaceOf(rule), $"{role.Resource.Kind} '{role.Name}' may {Grant}; {holders}", severity, cause: throughWildcard ? new SharedCause(rule.Field.Path, WildcardCounts) : null);
    }

    private static Severity Lowered(Severity severity) => severity == Severity.Info ? severity : severity - 1;
}
