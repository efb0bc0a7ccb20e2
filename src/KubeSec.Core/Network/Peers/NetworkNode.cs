using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>A node of the cluster, where the input has any.</summary>
internal sealed class NetworkNode(Resource resource)
{
    public IReadOnlyDictionary<string, string> Labels { get; } = resource.Labels.Entries
        .GroupBy(label => label.Name, StringComparer.Ordinal)
        .ToDictionary(label => label.Key, label => label.Last().Text ?? "", StringComparer.Ordinal);

    public IReadOnlyList<AddressRange> Addresses { get; } =
    [
        .. resource.Root["status"]["addresses"].Items
            .Select(address => AddressRange.ParseAddress(address["address"].Text ?? ""))
            .OfType<AddressRange>(),
    ];

    public IReadOnlyList<AddressRange> PodRanges { get; } =
    [
        .. resource.Spec["podCIDRs"].Items.Append(resource.Spec["podCIDR"])
            .Select(range => AddressRange.ParseCidr(range.Text ?? ""))
            .OfType<AddressRange>()
            .Distinct(),
    ];
}
