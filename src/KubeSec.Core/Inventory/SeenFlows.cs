using KubeSec.Feedback;
using KubeSec.Network;

namespace KubeSec.Inventory;

/// <summary>What sensors saw of the network, as the policy generator takes it.</summary>
/// <param name="Flows">The connections of ordinary activity; those that were stopped are marked as dropped.</param>
/// <param name="Alerts">The connections that alerts were raised over.</param>
/// <param name="Notes">What was seen and can be no flow, and why.</param>
public sealed record SeenFlows(IReadOnlyList<ObservedFlow> Flows, IReadOnlyList<ObservedFlow> Alerts, IReadOnlyList<SeenNote> Notes)
{
    /// <summary>Nothing seen.</summary>
    public static SeenFlows Nothing { get; } = new([], [], []);

    /// <summary>Reads the connections of a store.</summary>
    /// <param name="location">A SQLite file or a <c>postgres://</c> address; it is not made where it is missing.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FeedbackStoreException">There is no store, or it cannot be read or trusted.</exception>
    public static async Task<SeenFlows> ReadAsync(string location, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        var options = new IncidentStoreOptions { Location = location, Create = false };
        await using IncidentStore store = await IncidentStore.OpenAsync(options, cancellationToken: cancellationToken);
        IReadOnlyList<ObservedConnection> connections = await store.ConnectionsAsync(cancellationToken);
        SeenFlows seen = Of(connections);
        seen = seen with { Notes = [.. seen.Notes, .. await DoubtsAsync(store, connections, cancellationToken)] };
        return seen.Flows.Count + seen.Notes.Count > 0 ? seen : seen with
        {
            Notes = [new SeenNote(null, $"{options.Place}: no sensor has told of an ordinary connection yet; Tetragon (tcp_connect), KubeArmor (network logs) and Tracee (net_tcp_connect) do")],
        };
    }

    /// <summary>What of it concerns the workloads of an input: sensors watch whole clusters, and manifests seldom hold one.</summary>
    public SeenFlows About(NetworkAnalyzer network)
    {
        ArgumentNullException.ThrowIfNull(network);
        ObservedFlow[] own = [.. Flows.Where(flow => network.Holds(flow.Source) || network.Holds(flow.Destination))];
        SeenNote[] notes = [.. Notes.Where(note => note.About is null || network.Holds(note.About))];
        int others = Flows.Count - own.Length;
        return this with
        {
            Flows = own,
            Notes = others == 0 ? notes : [.. notes, new SeenNote(null, FormattableString.Invariant($"{others} of the connections that sensors saw have no end in the input and are left out"))],
        };
    }

    /// <summary>The flows that connections are.</summary>
    public static SeenFlows Of(IReadOnlyList<ObservedConnection> connections)
    {
        ArgumentNullException.ThrowIfNull(connections);
        List<ObservedFlow> flows = [];
        List<ObservedFlow> alerts = [];
        HashSet<SeenNote> notes = [];
        ILookup<(ConnectionDirection, string, int), ObservedConnection> anyones = connections
            .Where(connection => connection is { Standing: ConnectionStanding.Alert, Workload: "" })
            .ToLookup(connection => (connection.Direction, connection.Peer.Address, connection.Port));
        foreach (ObservedConnection connection in connections)
        {
            if (connection.Standing == ConnectionStanding.Alert)
            {
                alerts.AddRange(connection.Workload.Length == 0 ? [] : FlowsOf(connection));
            }
            else if (WhyNot(connection) is { } why)
            {
                notes.Add(new SeenNote(connection.Workload.Length > 0 ? OwnEnd(connection) : null, why));
            }
            else
            {
                flows.AddRange(FlowsOf(connection));
                // Nobody knows whose connection it was that the alert is about: it may have been this one.
                alerts.AddRange(anyones.Contains((connection.Direction, connection.Peer.Address, connection.Port)) ? FlowsOf(connection) : []);
            }
        }

        return new SeenFlows([.. flows.Distinct()], [.. alerts.Distinct()], [.. notes.OrderBy(note => note.Text, StringComparer.Ordinal)]);
    }

    /// <summary>Who was taken, by an incident that nobody has settled: what such a workload did since may have been the attacker's doing, and looks ordinary.</summary>
    private static async Task<IEnumerable<SeenNote>> DoubtsAsync(IncidentStore store, IReadOnlyList<ObservedConnection> connections, CancellationToken cancellationToken)
    {
        ILookup<WorkloadName, ObservedConnection> ordinary = connections
            .Where(connection => connection is { Standing: ConnectionStanding.Ordinary, Workload.Length: > 0 })
            .ToLookup(connection => new WorkloadName(connection.Namespace, connection.Workload));
        IReadOnlyList<IncidentMatch> open = await store.FindAsync(new IncidentQuery { Workloads = [.. ordinary.Select(group => group.Key)] }, cancellationToken);
        return open
            .Where(match => match.Workload is { } workload && ordinary[workload].Any(connection => !(connection.LastSeen < match.Incident.FirstSeen)))
            .GroupBy(match => match.Workload!)
            .Select(group => new SeenNote(
                new FlowEnd(FlowEndKind.Pod, group.Key.Namespace ?? "", group.Key.Name, ""),
                $"{group.Key.Namespace}/{group.Key.Name}: incident {group.First().Incident.Id}, '{group.First().Incident.Rule}', is not settled; what was seen of this workload since may be the attacker's doing: read its policy before you apply it"))
            .OrderBy(note => note.Text, StringComparer.Ordinal);
    }

    private static string? WhyNot(ObservedConnection connection)
    {
        string own = connection.Workload.Length > 0 ? $"{connection.Namespace}/{connection.Workload}" : "a container";
        (string from, string to) = connection.Direction == ConnectionDirection.Out ? (own, connection.Peer.Address) : (connection.Peer.Address, own);
        string? why = connection.Workload.Length == 0 ? "nothing in the inventory tells which workload that was; list the cluster (kubesec cluster snapshot)" : connection.Peer.Why;
        return why is null ? null : FormattableString.Invariant($"{from} => {to} : {connection.Protocol?.ToString().ToUpperInvariant()} {connection.Port}: {why}; it is left out");
    }

    private static IEnumerable<ObservedFlow> FlowsOf(ObservedConnection connection)
    {
        FlowEnd own = OwnEnd(connection);
        FlowEnd peer = EndOf(connection.Peer);
        (FlowEnd from, FlowEnd to) = connection.Direction == ConnectionDirection.Out ? (own, peer) : (peer, own);
        IEnumerable<NetworkProtocol> protocols = connection.Protocol is { } protocol ? [ProtocolOf(protocol)] : Enum.GetValues<NetworkProtocol>();
        return protocols.Select(one => new ObservedFlow(from, to, one, connection.Port, connection.Standing == ConnectionStanding.Stopped));
    }

    private static FlowEnd OwnEnd(ObservedConnection connection) => new(FlowEndKind.Pod, connection.Namespace, connection.Workload, "");

    private static FlowEnd EndOf(ConnectionPeer peer) => peer.Kind switch
    {
        ConnectionPeerKind.Workload => new FlowEnd(FlowEndKind.Pod, peer.Namespace, peer.Name, ""),
        ConnectionPeerKind.Service => new FlowEnd(FlowEndKind.Service, peer.Namespace, peer.Name, ""),
        ConnectionPeerKind.Node => new FlowEnd(FlowEndKind.Node, "", "", peer.Address),
        _ => new FlowEnd(FlowEndKind.Address, "", "", peer.Address),
    };

    private static NetworkProtocol ProtocolOf(ConnectionProtocol protocol) => protocol switch
    {
        ConnectionProtocol.Udp => NetworkProtocol.Udp,
        ConnectionProtocol.Sctp => NetworkProtocol.Sctp,
        _ => NetworkProtocol.Tcp,
    };
}

/// <summary>Something to know about what was seen.</summary>
/// <param name="About">The workload it is about; null where it is about none, or about all.</param>
/// <param name="Text">What.</param>
public sealed record SeenNote(FlowEnd? About, string Text);
