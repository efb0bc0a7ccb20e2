using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>
/// What tells pods of one owner apart: the demands that policies and Services make of labels. Labels nobody asks for,
/// such as the ones a controller numbers its pods by, do not.
/// </summary>
internal sealed class TellingLabels(IReadOnlyList<Policy> policies, IReadOnlyList<Resource> resources)
{
    private readonly LabelDemand[] demands =
    [
        .. policies
            .SelectMany(policy => policy.Rules.SelectMany(rule => rule.Peers ?? []).Select(peer => peer.Pods).Append(policy.SubjectPods))
            .SelectMany(query => query?.Demands ?? [])
            .Concat(resources.Where(resource => resource is { Kind: "Service", Identity.ApiVersion: "v1" })
                .SelectMany(service => service.Spec["selector"].Entries)
                .Select(pair => new LabelDemand(pair.Name, LabelOperator.In, [pair.Text ?? ""])))
            .DistinctBy(demand => $"{demand.Key} {demand.Operator} {string.Join(',', demand.Values)}"),
    ];

    /// <summary>A label that the two answer differently about; null where nothing tells them apart.</summary>
    public string? Difference(NetworkWorkload one, NetworkWorkload other)
    {
        if (one.IsHostNetwork != other.IsHostNetwork)
        {
            return "hostNetwork";
        }

        return one.NamedPorts.SequenceEqual(other.NamedPorts)
            ? demands.FirstOrDefault(demand => demand.Holds(one.Labels.GetValueOrDefault(demand.Key)) != demand.Holds(other.Labels.GetValueOrDefault(demand.Key)))?.Key
            : "the names of its ports";
    }
}
