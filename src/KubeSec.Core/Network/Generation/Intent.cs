namespace KubeSec.Network;

/// <summary>
/// A connection that is to be possible. An end is a workload, a range of addresses, or open: any pod of the cluster
/// (<see cref="AnyPod"/>) or anyone at all (neither).
/// </summary>
/// <param name="From">The workload it starts from; null where it starts elsewhere.</param>
/// <param name="To">The workload it goes to; null where it goes elsewhere.</param>
/// <param name="Address">The addresses of the end that is no workload.</param>
/// <param name="AnyPod">Whether the end that is no workload is any pod of the cluster.</param>
/// <param name="Ports">The destination's ports.</param>
/// <param name="Because">Where the intent comes from; written as a comment where the end needs one.</param>
internal sealed record Intent(NetworkWorkload? From, NetworkWorkload? To, AddressRange? Address, bool AnyPod, PortSet Ports, string Because);
