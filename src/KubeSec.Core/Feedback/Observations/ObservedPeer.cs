namespace KubeSec.Feedback.Observations;

/// <summary>The other end of a connection that a sensor saw in ordinary activity.</summary>
/// <param name="Direction">Who opened it.</param>
/// <param name="Protocol">Its protocol.</param>
/// <param name="Address">The other end's address, in canonical form.</param>
/// <param name="Port">The port that was opened: the other end's, or the container's own of one that was let in.</param>
/// <param name="Stopped">Whether the sensor or the kernel refused it.</param>
internal sealed record ObservedPeer(ConnectionDirection Direction, ConnectionProtocol Protocol, string Address, int Port, bool Stopped)
{
    /// <summary>The peer; null where something of it is missing or wrong, or where the connection never left the pod.</summary>
    public static ObservedPeer? Of(ConnectionDirection direction, ConnectionProtocol? protocol, string? address, long? port, bool stopped = false) =>
        protocol is { } known && PeerAddress.Of(address) is { } peer && port is > 0 and <= 65535 ? new ObservedPeer(direction, known, peer, (int)port, stopped) : null;

    /// <summary>The protocol of a sensor's word: <c>TCP</c>, <c>IPPROTO_TCP</c>, <c>SOCK_STREAM</c>; null for any other.</summary>
    public static ConnectionProtocol? ProtocolOf(string? word) => word?.ToUpperInvariant() switch
    {
        "TCP" or "IPPROTO_TCP" or "SOCK_STREAM" => ConnectionProtocol.Tcp,
        "UDP" or "IPPROTO_UDP" or "SOCK_DGRAM" => ConnectionProtocol.Udp,
        "SCTP" or "IPPROTO_SCTP" => ConnectionProtocol.Sctp,
        _ => null,
    };
}
