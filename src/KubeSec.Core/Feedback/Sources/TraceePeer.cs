using System.Text.Json;
using KubeSec.Feedback.Observations;

namespace KubeSec.Feedback.Sources;

/// <summary>
/// The connection that an event of Tracee is: <c>net_tcp_connect</c>, and <c>security_socket_connect</c> where it tells the kind of
/// socket. Its events of packets come from both ends of a connection and do not say who opened it.
/// </summary>
internal static class TraceePeer
{
    public static ObservedPeer? Of(string name, IEnumerable<JsonElement> arguments)
    {
        if (name is not ("net_tcp_connect" or "security_socket_connect"))
        {
            return null;
        }

        Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);
        foreach (JsonElement argument in arguments)
        {
            values[argument.Text("name") ?? ""] = ValueOf(argument);
        }

        if (name == "net_tcp_connect")
        {
            return ObservedPeer.Of(ConnectionDirection.Out, ConnectionProtocol.Tcp, TextOf(values, "dst") ?? TextOf(values, "dstIP"), NumberOf(values, "dst_port") ?? NumberOf(values, "dstPort"));
        }

        JsonElement remote = values.GetValueOrDefault("remote_addr");
        return ObservedPeer.Of(
            ConnectionDirection.Out, ObservedPeer.ProtocolOf(TextOf(values, "type")), remote.Text("sin_addr") ?? remote.Text("sin6_addr"), remote.Number("sin_port") ?? remote.Number("sin6_port"));
    }

    // {"name": "dst", "type": …, "value": …} as of old, {"name": "dst", "str": …} since protocol buffers.
    private static JsonElement ValueOf(JsonElement argument) => argument.At("value") is { ValueKind: not JsonValueKind.Undefined } value ? value
        : argument.ValueKind != JsonValueKind.Object ? default
        : argument.EnumerateObject().FirstOrDefault(property => property.Name is not ("name" or "type")).Value;

    private static string? TextOf(Dictionary<string, JsonElement> values, string name) => values.GetValueOrDefault(name).Text();

    private static long? NumberOf(Dictionary<string, JsonElement> values, string name) => values.GetValueOrDefault(name).Number();
}
