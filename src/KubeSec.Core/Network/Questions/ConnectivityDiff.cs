namespace KubeSec.Network;

/// <summary>What changed about a line of the table.</summary>
public enum ChangeKind
{
    /// <summary>Nothing was allowed before.</summary>
    Added,

    /// <summary>Nothing is allowed any more.</summary>
    Removed,

    /// <summary>Other ports are allowed than before.</summary>
    Changed,
}

/// <summary>The semantic difference of two sets of manifests: who may reach whom, whatever the text says.</summary>
/// <param name="Changes">Lines that differ, by source and destination.</param>
/// <param name="AddedWorkloads">Workloads only the new side has.</param>
/// <param name="RemovedWorkloads">Workloads only the old side has.</param>
public sealed record ConnectivityDiff(
    IReadOnlyList<ConnectionChange> Changes, IReadOnlyList<string> AddedWorkloads, IReadOnlyList<string> RemovedWorkloads);

/// <summary>One line that differs.</summary>
/// <param name="Kind">How it differs.</param>
/// <param name="Source">As in <see cref="Connection"/>.</param>
/// <param name="Destination">As in <see cref="Connection"/>.</param>
/// <param name="Before">Ports allowed before.</param>
/// <param name="After">Ports allowed now.</param>
/// <param name="UnknownBefore">Ports whose answer was unknown before.</param>
/// <param name="UnknownAfter">Ports whose answer is unknown now.</param>
public sealed record ConnectionChange(
    ChangeKind Kind, string Source, string Destination, PortSet Before, PortSet After, PortSet UnknownBefore, PortSet UnknownAfter)
{
    /// <summary>Ports that are open now and were not before.</summary>
    public PortSet Opened => After.Except(Before);

    /// <summary>Ports that were open before and are no more.</summary>
    public PortSet Closed => Before.Except(After);
}
