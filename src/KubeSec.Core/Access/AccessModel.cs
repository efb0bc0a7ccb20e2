using KubeSec.Manifests;

namespace KubeSec.Access;

/// <summary>Who holds which role, from the manifests alone.</summary>
internal sealed class AccessModel
{
    private readonly ILookup<RoleDefinition, Grant> grantsByRole;
    private readonly ILookup<ManifestNode, RoleDefinition> aggregatedByEntry;
    private readonly ILookup<(string Namespace, string Name), Workload> workloadsByAccount;

    private AccessModel(IReadOnlyList<RoleDefinition> roles, IReadOnlyList<Grant> grants, IReadOnlyList<Workload> workloads)
    {
        Roles = roles;
        Grants = grants;
        Workloads = workloads;
        grantsByRole = grants.Where(g => g.Role is not null).ToLookup(g => g.Role!);
        aggregatedByEntry = roles.Where(role => role.IsAggregated)
            .SelectMany(role => role.Rules.Select(rule => (Entry: rule.Field.Node!, Role: role)))
            .ToLookup(pair => pair.Entry, pair => pair.Role);
        workloadsByAccount = workloads.ToLookup(w => (w.Resource.EffectiveNamespace, w.ServiceAccountName));
    }

    public IReadOnlyList<RoleDefinition> Roles { get; }

    public IReadOnlyList<Grant> Grants { get; }

    public IReadOnlyList<Workload> Workloads { get; }

    /// <summary>Joins roles, bindings and the workloads that run as their subjects.</summary>
    public static AccessModel Build(IReadOnlyList<Resource> resources)
    {
        Resource[] roleResources = [.. resources.Where(r => IsRbac(r) && r.Kind is "Role" or "ClusterRole")];
        var aggregation = new Aggregation(roleResources);
        RoleDefinition[] roles = [.. roleResources.Select(r => new RoleDefinition(r, [.. aggregation.RulesOf(r)]))];
        var byName = new Dictionary<(string Kind, string Namespace, string Name), RoleDefinition>();
        foreach (RoleDefinition role in roles)
        {
            byName[Key(role.Resource.Kind, role.Resource.EffectiveNamespace, role.Name)] = role;
        }

        Grant[] grants =
        [
            .. resources.Where(r => IsRbac(r) && r.Kind is "RoleBinding" or "ClusterRoleBinding").Select(r => ReadGrant(r, byName)),
        ];
        return new AccessModel(roles, grants, [.. resources.Select(r => r.Workload).OfType<Workload>()]);
    }

    /// <summary>The bindings of a role.</summary>
    public IEnumerable<Grant> GrantsOf(RoleDefinition role) => grantsByRole[role];

    /// <summary>The bindings of a role, and of the aggregated roles its entries flow into.</summary>
    public IEnumerable<Grant> GrantsReaching(RoleDefinition role) =>
        role.Rules.SelectMany(rule => aggregatedByEntry[rule.Field.Node!]).Prepend(role).Distinct().SelectMany(GrantsOf);

    /// <summary>The workloads that run as one of a binding's subjects.</summary>
    public IEnumerable<Workload> HoldersOf(Grant grant)
    {
        Subject[] subjects = [.. grant.Subjects.Where(subject => subject.MayBeAWorkload)];
        return Array.TrueForAll(subjects, subject => subject.Kind == "ServiceAccount")
            ? subjects.SelectMany(s => workloadsByAccount[(s.Namespace, s.Name)]).Distinct()
            : Workloads.Where(w => Array.Exists(subjects, s => s.Includes(w.Resource.EffectiveNamespace, w.ServiceAccountName)));
    }

    private static bool IsRbac(Resource resource) => resource.Identity.Group == "rbac.authorization.k8s.io";

    private static (string, string, string) Key(string kind, string home, string name) => (kind, kind == "ClusterRole" ? "" : home, name);

    private static Grant ReadGrant(Resource binding, Dictionary<(string, string, string), RoleDefinition> roles)
    {
        Field reference = binding.Root["roleRef"];
        string kind = reference["kind"].Text ?? "";
        string name = reference["name"].Text ?? "";
        roles.TryGetValue(Key(kind, binding.EffectiveNamespace, name), out RoleDefinition? role);
        return new Grant(
            binding, kind, name, role, [.. binding.Root["subjects"].Items.Select(s => Subject.Read(s, binding.EffectiveNamespace))]);
    }
}
