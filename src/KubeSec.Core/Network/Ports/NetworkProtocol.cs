namespace KubeSec.Network;

/// <summary>The protocols a network policy can speak of; for any other (ICMP, say) the API promises nothing.</summary>
public enum NetworkProtocol
{
    /// <summary>SCTP.</summary>
    Sctp,

    /// <summary>TCP, the default where a policy names none.</summary>
    Tcp,

    /// <summary>UDP.</summary>
    Udp,
}
