using KubeSec.Findings;

namespace KubeSec.Network;

/// <summary>What is open to peers that are not in the input: the outside world, and pods yet to come.</summary>
/// <param name="Workloads">Every workload in both directions, by name.</param>
/// <param name="Openings">Services and routes that lead in from outside, by workload.</param>
/// <param name="Undecided">Services without a selector, of which nobody can say where they lead.</param>
public sealed record ExposureReport(
    IReadOnlyList<WorkloadExposure> Workloads, IReadOnlyList<Opening> Openings, IReadOnlyList<ResourceIdentity> Undecided);

/// <summary>One workload in one direction.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="Direction">Ingress: who may come. Egress: where it may go.</param>
/// <param name="IsProtected">Whether any policy selects it in this direction.</param>
/// <param name="Peers">Peers outside the input that are allowed or undecided, widest first; one with neither is shut out of the wider peer before it.</param>
public sealed record WorkloadExposure(string Workload, TrafficDirection Direction, bool IsProtected, IReadOnlyList<ExposedPeer> Peers);

/// <summary>A peer outside the input.</summary>
/// <param name="Name">
/// A range of addresses, <c>entire-cluster</c> for any pod anywhere, or selectors such as <c>backend/[all pods]</c>
/// and <c>[namespace with {team=a}]/[pod with {app=web}]</c>.
/// </param>
/// <param name="Ports">Ports allowed for certain.</param>
/// <param name="Unknown">Ports whose answer is unknown.</param>
public sealed record ExposedPeer(string Name, PortSet Ports, PortSet Unknown)
{
    /// <summary>Ports allowed by a name that each such pod resolves for itself, as <c>TCP http</c>; the reason why <see cref="Unknown"/> holds all numbers.</summary>
    public IReadOnlyList<string> NamedPorts { get; init; } = [];
}

/// <summary>A way in from outside.</summary>
/// <param name="Kind">What opens it.</param>
/// <param name="Resource">The Service, Ingress or route.</param>
/// <param name="Workload">The workload it leads to.</param>
/// <param name="Allowed">Target ports that policies let in.</param>
/// <param name="Blocked">Target ports that policies stop.</param>
/// <param name="Unknown">Target ports whose answer is unknown.</param>
public sealed record Opening(EntranceKind Kind, ResourceIdentity Resource, string Workload, PortSet Allowed, PortSet Blocked, PortSet Unknown);
