namespace KubeSec.Network;

/// <summary>Names the far ends of connections in few words: whole namespaces as one, own namespace left out, ports once.</summary>
internal sealed class PeerNames(NetworkGraph graph)
{
    private readonly Dictionary<string, GraphNode> nodes = graph.Nodes.ToDictionary(node => node.Id, StringComparer.Ordinal);

    private readonly Dictionary<string, int> sizes = graph.Nodes.Where(node => node.Kind == NodeKind.Workload)
        .GroupBy(node => node.Group, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    /// <summary><c>api, team-b/* (TCP 80), outside the cluster (All Connections)</c>.</summary>
    public string Of(IEnumerable<GraphEdge> edges, Func<GraphEdge, string> far, GraphNode own) => string.Join(", ", edges
        .GroupBy(edge => edge.Label, StringComparer.Ordinal)
        .Select(group => $"{Names([.. group.Select(edge => nodes[far(edge)])], own)} ({group.Key})")
        .Order(StringComparer.Ordinal));

    private string Names(GraphNode[] peers, GraphNode own)
    {
        int workloads = peers.Count(peer => peer.Kind == NodeKind.Workload);
        int others = sizes.Values.Sum() - (own.Kind == NodeKind.Workload ? 1 : 0);
        IEnumerable<string> named = workloads > 1 && workloads == others
            ? ["every workload"]
            : peers.Where(peer => peer.Kind == NodeKind.Workload).GroupBy(peer => peer.Group, StringComparer.Ordinal).SelectMany(group => In(group.Key, [.. group], own));
        return string.Join(", ", named.Concat(peers.Where(peer => peer.Kind != NodeKind.Workload).Select(peer => peer.Label)));
    }

    private IEnumerable<string> In(string space, GraphNode[] peers, GraphNode own)
    {
        string prefix = space == own.Group ? "" : space + "/";
        bool whole = peers.Length > 1 && peers.Length == sizes[space] - (space == own.Group ? 1 : 0);
        return whole ? [space + "/*"] : peers.Select(peer => prefix + WithoutKind(peer.Label));
    }

    private static string WithoutKind(string label) => label.IndexOf('[', StringComparison.Ordinal) is > 0 and { } end ? label[..end] : label;
}
