namespace KubeSec.Network;

/// <summary>One line of a connectivity table.</summary>
/// <param name="Source">A workload as <c>namespace/name[Kind]</c>, a range of addresses as <c>first-last</c>, or <c>{ingress-controller}</c>.</param>
/// <param name="Destination">The same; never the source itself.</param>
/// <param name="Ports">The ports that are allowed.</param>
public sealed record Connection(string Source, string Destination, PortSet Ports);

/// <summary>One line whose answer the manifests do not hold.</summary>
/// <param name="Source">As in <see cref="Connection"/>.</param>
/// <param name="Destination">As in <see cref="Connection"/>.</param>
/// <param name="Ports">The ports that are neither known to be allowed nor known to be denied.</param>
/// <param name="Reason">Why.</param>
public sealed record UnknownConnection(string Source, string Destination, PortSet Ports, UnknownReason Reason);

/// <summary>Who may reach whom: allowed connections, and the ones nobody can decide from manifests. What is in neither list is denied.</summary>
/// <param name="Workloads">Every workload of the input, by name.</param>
/// <param name="Connections">Allowed connections, by source and destination.</param>
/// <param name="Unknown">Undecided connections, by source and destination.</param>
public sealed record ConnectivityTable(
    IReadOnlyList<string> Workloads,
    IReadOnlyList<Connection> Connections,
    IReadOnlyList<UnknownConnection> Unknown)
{
    /// <summary>How many lines more there are than were asked for; 0 for the whole table.</summary>
    public long Omitted { get; init; }
}
