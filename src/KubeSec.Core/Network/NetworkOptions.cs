namespace KubeSec.Network;

/// <summary>What the manifests do not say about the cluster they go to.</summary>
public sealed record NetworkOptions
{
    /// <summary>
    /// CIDR blocks that pods get their addresses from, such as <c>10.244.0.0/16</c>. Where an ipBlock of a NetworkPolicy
    /// overlaps one of them, whether it matches pods is up to the network plugin and the answer is unknown.
    /// Empty by default: only the addresses recorded in the manifests (pod status, node podCIDRs) count.
    /// </summary>
    public IReadOnlyList<string> PodRanges { get; init; } = [];
}
