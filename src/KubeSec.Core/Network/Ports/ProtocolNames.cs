using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>How the API spells protocols.</summary>
internal static class ProtocolNames
{
    public static string Name(this NetworkProtocol protocol) => protocol switch
    {
        NetworkProtocol.Tcp => "TCP",
        NetworkProtocol.Udp => "UDP",
        _ => "SCTP",
    };

    /// <summary>The same for a field; one that holds no text names none of the API's.</summary>
    public static NetworkProtocol? Parse(Field protocol) => protocol.Exists && protocol.Text is null ? null : Parse(protocol.Text);

    /// <summary>The protocol a field names, TCP where it names none, null where it names no protocol of the API.</summary>
    public static NetworkProtocol? Parse(string? name) => name switch
    {
        null or "TCP" => NetworkProtocol.Tcp,
        "UDP" => NetworkProtocol.Udp,
        "SCTP" => NetworkProtocol.Sctp,
        _ => null,
    };
}
