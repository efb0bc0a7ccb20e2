using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>
/// What tells pods of one owner apart: the demands that policies and Services make of labels. Labels nobody asks for,
/// such as the ones a controller numbers its pods by, do not.
/// </summary>
internal sealed class TellingLabels(IReadOnlyList<Policy> policies, IReadOnlyList<Resource> resources)
{
    private readonly LabelDemand[] ofPolicies =
    [
        .. policies
            .SelectMany(policy => policy.Rules.SelectMany(rule => rule.Peers ?? []).Select(peer => peer.Pods).Append(policy.SubjectPods))
            .SelectMany(query => query?.Demands ?? [])
            .DistinctBy(Text),
    ];

    private readonly LabelDemand[] ofServices =
    [
        .. resources.Where(resource => resource is { Kind: "Service", Identity.ApiVersion: "v1" })
            .SelectMany(service => service.Spec["selector"].Entries)
            .Select(pair => new LabelDemand(pair.Name, LabelOperator.In, [pair.Text ?? ""]))
            .DistinctBy(Text),
    ];

    /// <summary>Blocks of addresses that cover pods: of two pods, one may lie in it alone.</summary>
    private readonly AddressRange[] blocks =
    [
        .. policies
            .SelectMany(policy => policy.Rules.SelectMany(rule => rule.Peers ?? []))
            .Where(peer => peer.AddressesMatchPods)
            .SelectMany(peer => peer.Addresses)
            .Distinct(),
    ];

    private ILookup<string, LabelDemand>? byKey;

    private ILookup<string, LabelDemand> ByKey => byKey ??= ofPolicies.ToLookup(demand => demand.Key, StringComparer.Ordinal);

    /// <summary>Whether a policy asks about a label at all.</summary>
    public bool Asks(string label) => ByKey.Contains(label);

    /// <summary>The values that policies ask for.</summary>
    public IEnumerable<string> ValuesOf(string label) => ByKey[label].SelectMany(demand => demand.Values);

    /// <summary>What the two answer differently about; null where nothing tells them apart.</summary>
    public string? Difference(NetworkWorkload one, NetworkWorkload other)
    {
        if (one.IsHostNetwork != other.IsHostNetwork)
        {
            return "hostNetwork";
        }

        return one.NamedPorts.SequenceEqual(other.NamedPorts) ? LabelOrAddress(one, other) : "the names of its ports";
    }

    /// <summary>The same for a pod and the template it was made from, whose containers an admission webhook may have added to.</summary>
    public string? LabelOrAddress(NetworkWorkload one, NetworkWorkload other)
    {
        bool known = one.Addresses.Count > 0 && other.Addresses.Count > 0;
        return ofPolicies.Concat(ofServices).FirstOrDefault(demand => demand.Holds(one.Labels.GetValueOrDefault(demand.Key)) != demand.Holds(other.Labels.GetValueOrDefault(demand.Key)))?.Key
            ?? (known && blocks.Any(block => one.Addresses.Any(block.Contains) != other.Addresses.Any(block.Contains)) ? "its address" : null);
    }

    private static string Text(LabelDemand demand) => $"{demand.Key} {demand.Operator} {string.Join(',', demand.Values)}";
}
