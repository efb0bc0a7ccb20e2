using KubeSec.Manifests;

namespace KubeSec.Access;

/// <summary>
/// One entry of a role's <c>rules</c>, matched as the API server does
/// (k8s.io/kubernetes pkg/apis/rbac/v1/evaluation_helpers.go).
/// </summary>
internal sealed class PolicyRule
{
    private static readonly IReadOnlyList<string> StandardVerbs = ["get", "list", "watch", "create", "update", "patch", "delete"];

    public PolicyRule(Field field)
    {
        Field = field;
        Verbs = Texts(field["verbs"]);
        ApiGroups = Texts(field["apiGroups"]);
        Resources = Texts(field["resources"]);
        ResourceNames = Texts(field["resourceNames"]);
        NonResourceUrls = Texts(field["nonResourceURLs"]);
    }

    /// <summary>The entry in the manifest.</summary>
    public Field Field { get; }

    public IReadOnlyList<string> Verbs { get; }

    public IReadOnlyList<string> ApiGroups { get; }

    public IReadOnlyList<string> Resources { get; }

    public IReadOnlyList<string> ResourceNames { get; }

    public IReadOnlyList<string> NonResourceUrls { get; }

    /// <summary>Whether the entry holds for named objects only.</summary>
    public bool IsLimitedByName => ResourceNames.Count > 0;

    /// <summary>Whether the entry grants every verb on every resource of every group.</summary>
    public bool AllowsEverything => !IsLimitedByName && Has(ApiGroups, "*") && Has(Resources, "*") && StandardVerbs.All(AllowsVerb);

    /// <summary>Whether the entry grants a verb on a resource, or on a subresource written <c>pods/exec</c>.</summary>
    public bool Allows(string verb, string apiGroup, string resource) =>
        AllowsVerb(verb) && Covers(apiGroup, resource);

    /// <summary>Whether the entry grants any of the verbs on the resource.</summary>
    public bool AllowsAny(IEnumerable<string> verbs, string apiGroup, string resource) =>
        Covers(apiGroup, resource) && verbs.Any(AllowsVerb);

    /// <summary>Whether the entry grants a verb on something.</summary>
    public bool AllowsVerb(string verb) => Has(Verbs, verb) || Has(Verbs, "*");

    /// <summary>
    /// Whether a resource is in the entry's reach. <c>*</c> covers subresources too and <c>*/exec</c> that
    /// subresource of everything; <c>pods/*</c> is no wildcard and covers nothing.
    /// </summary>
    public bool Covers(string apiGroup, string resource)
    {
        if (!Has(ApiGroups, apiGroup) && !Has(ApiGroups, "*"))
        {
            return false;
        }

        int slash = resource.IndexOf('/', StringComparison.Ordinal);
        return Has(Resources, "*") || Has(Resources, resource)
            || (slash > 0 && Has(Resources, "*" + resource[slash..]));
    }

    private static bool Has(IReadOnlyList<string> values, string value) => values.Contains(value, StringComparer.Ordinal);

    private static IReadOnlyList<string> Texts(Field list) => [.. list.Items.Select(item => item.Text ?? "")];
}
