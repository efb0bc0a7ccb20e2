namespace KubeSec.Feedback;

/// <summary>A connection of a workload that sensors saw: however often, it is one.</summary>
public sealed record ObservedConnection
{
    /// <summary>The workload's namespace; empty where nobody knows whose connection it was.</summary>
    public required string Namespace { get; init; }

    /// <summary>The workload that a sensor watched; empty where nobody knows whose connection it was.</summary>
    public required string Workload { get; init; }

    /// <summary>Whether the workload opened it or let it in.</summary>
    public required ConnectionDirection Direction { get; init; }

    /// <summary>Its protocol; null where an alert does not say: it may be any.</summary>
    public required ConnectionProtocol? Protocol { get; init; }

    /// <summary>The other end.</summary>
    public required ConnectionPeer Peer { get; init; }

    /// <summary>The port that was opened: the other end's, or the workload's own of a connection that it let in.</summary>
    public required int Port { get; init; }

    /// <summary>What it was part of.</summary>
    public required ConnectionStanding Standing { get; init; }

    /// <summary>In how many events it was seen at least: sensors throttle and drop.</summary>
    public required long CountLowerBound { get; init; }

    /// <summary>The first event in nanoseconds since 1970-01-01 UTC; null where none said when.</summary>
    public required long? FirstSeen { get; init; }

    /// <summary>The last event; null where none said when.</summary>
    public required long? LastSeen { get; init; }
}

/// <summary>The other end of a connection.</summary>
/// <param name="Kind">What it was when the connection was seen.</param>
/// <param name="Namespace">The namespace of a workload or Service; empty otherwise.</param>
/// <param name="Name">The name of a workload, Service or node; empty otherwise.</param>
/// <param name="Address">The address as the sensor saw it.</param>
/// <param name="Why">Why it is not known what it was; null where it is.</param>
public sealed record ConnectionPeer(ConnectionPeerKind Kind, string Namespace, string Name, string Address, string? Why = null);

/// <summary>What the other end of a connection is.</summary>
public enum ConnectionPeerKind
{
    /// <summary>A pod of a workload.</summary>
    Workload,

    /// <summary>A Service's address in the cluster.</summary>
    Service,

    /// <summary>A node, or a pod on its node's network.</summary>
    Node,

    /// <summary>An address that the inventory has never heard of.</summary>
    Address,

    /// <summary>An address of the cluster of which nobody can tell who had it then.</summary>
    Unresolved,
}

/// <summary>Who opened a connection.</summary>
public enum ConnectionDirection
{
    /// <summary>The workload that was watched.</summary>
    Out,

    /// <summary>The other end.</summary>
    In,
}

/// <summary>A connection's protocol.</summary>
public enum ConnectionProtocol
{
    /// <summary>TCP.</summary>
    Tcp,

    /// <summary>UDP.</summary>
    Udp,

    /// <summary>SCTP.</summary>
    Sctp,
}

/// <summary>What a connection was part of.</summary>
public enum ConnectionStanding
{
    /// <summary>Ordinary activity that no rule minded.</summary>
    Ordinary,

    /// <summary>It was refused: evidence of an attempt, never of a need.</summary>
    Stopped,

    /// <summary>A sensor's rule fired over it.</summary>
    Alert,
}
