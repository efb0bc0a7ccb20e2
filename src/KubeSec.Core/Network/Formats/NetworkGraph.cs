namespace KubeSec.Network;

internal enum NodeKind
{
    Workload,
    Outside,
    Controller,
}

internal enum EdgeKind
{
    Allowed,
    Unknown,
    Added,
    Removed,
    Changed,
}

/// <summary>A peer of a picture.</summary>
internal sealed record GraphNode(string Id, string Label, string Group, NodeKind Kind);

/// <summary>A connection of a picture.</summary>
internal sealed record GraphEdge(string From, string To, string Label, EdgeKind Kind);

/// <summary>An answer as a picture: peers in their namespaces, and connections.</summary>
internal sealed record NetworkGraph(IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges)
{
    public static NetworkGraph Of(ConnectivityTable table) => From(
        table.Workloads,
        [
            .. table.Connections.Select(line => new GraphEdge(line.Source, line.Destination, line.Ports.ToString(), EdgeKind.Allowed)),
            .. table.Unknown.Select(line => new GraphEdge(line.Source, line.Destination, line.Ports + "?", EdgeKind.Unknown)),
        ]);

    public static NetworkGraph Of(ReachReport reach) => From(
        [reach.From],
        [
            .. reach.Reached.Concat(reach.Outside).Select(step => new GraphEdge(step.Via, step.Name, step.Ports.ToString(), EdgeKind.Allowed)),
            .. reach.Possible.Select(step => new GraphEdge(step.Via, step.Name, step.Ports + "?", EdgeKind.Unknown)),
        ]);

    public static NetworkGraph Of(ConnectivityDiff diff) => From([], [.. diff.Changes.Select(Edge)]);

    public static NetworkGraph Of(ExposureReport report) => From(
        [.. report.Workloads.Select(workload => workload.Workload)],
        [
            .. report.Workloads.SelectMany(workload => workload.Peers.Where(peer => !peer.Ports.IsEmpty || !peer.Unknown.IsEmpty).Select(peer => workload.Direction == TrafficDirection.Egress
                ? new GraphEdge(workload.Workload, peer.Name, Label(peer), Kind(peer))
                : new GraphEdge(peer.Name, workload.Workload, Label(peer), Kind(peer)))),
        ]);

    public static NetworkGraph Of(Explanation answer) => From(
        [],
        [
            new GraphEdge(answer.Source, answer.Destination, $"{PortSet.Of(answer.Protocol, answer.Port, answer.Port)} {answer.Verdict.ToString().ToLowerInvariant()}", answer.Verdict switch
            {
                ConnectionVerdict.Allowed => EdgeKind.Allowed,
                ConnectionVerdict.Denied => EdgeKind.Removed,
                _ => EdgeKind.Unknown,
            }),
        ]);

    private static NetworkGraph From(IReadOnlyList<string> names, IReadOnlyList<GraphEdge> edges) => new(
        [.. names.Concat(edges.SelectMany(edge => new[] { edge.From, edge.To })).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(Node)],
        edges);

    private static GraphNode Node(string name)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        bool isWorkload = slash > 0 && name.EndsWith(']') && !name.StartsWith('[') && !name.Contains("/[", StringComparison.Ordinal);
        return isWorkload
            ? new GraphNode(name, name[(slash + 1)..], name[..slash], NodeKind.Workload)
            : new GraphNode(name, name, "", name.StartsWith('{') ? NodeKind.Controller : NodeKind.Outside);
    }

    private static GraphEdge Edge(ConnectionChange change) => new(
        change.Source,
        change.Destination,
        change.Kind == ChangeKind.Changed ? $"{change.After} (before: {change.Before})" : change.Kind == ChangeKind.Added ? change.After.ToString() : change.Before.ToString(),
        change.Kind switch
        {
            ChangeKind.Added => EdgeKind.Added,
            ChangeKind.Removed => EdgeKind.Removed,
            _ => EdgeKind.Changed,
        });

    private static string Label(ExposedPeer peer) => peer.Ports.IsEmpty ? peer.Unknown + "?" : peer.Ports.ToString();

    private static EdgeKind Kind(ExposedPeer peer) => peer.Ports.IsEmpty ? EdgeKind.Unknown : EdgeKind.Allowed;
}
