using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Resources;

/// <summary>What the LimitRanges among the manifests give to containers that state nothing themselves.</summary>
internal sealed class LimitRanges
{
    private readonly ILookup<string, Field> limits;

    public LimitRanges(ResourceIndex index) => limits = index.OfKind("LimitRange")
        .SelectMany(range => range.Spec["limits"].Items.Select(item => (range.EffectiveNamespace, Item: item)))
        .Where(pair => pair.Item["type"].Text == "Container")
        .ToLookup(pair => pair.EffectiveNamespace, pair => pair.Item, StringComparer.Ordinal);

    /// <summary>
    /// Whether a LimitRange of the container's namespace supplies an amount. Its own defaults follow from each other: the limit
    /// from max, the request from the limit, and else from min (core/v1 defaults.go, SetDefaults_LimitRangeItem).
    /// </summary>
    /// <param name="container">A container that does not state the amount.</param>
    /// <param name="side"><c>requests</c> or <c>limits</c>.</param>
    /// <param name="resource">Such as <c>cpu</c>.</param>
    public bool Supply(Container container, string side, string resource)
    {
        string[] sources = side == "limits" ? ["default", "max"] : ["defaultRequest", "default", "max", "min"];
        return limits[container.Workload.Resource.EffectiveNamespace]
            .Any(item => sources.Any(source => Quantity.IsMoreThanNothing(item[source][resource])));
    }
}
