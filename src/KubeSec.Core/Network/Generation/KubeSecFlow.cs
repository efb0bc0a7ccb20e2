using System.Text.Json;

namespace KubeSec.Network;

/// <summary>
/// Reads KubeSec's own form of an observed connection, for whoever records connections by other means:
/// <c>{"from": "shop/web", "to": "shop/api", "protocol": "TCP", "port": 8080}</c>. An end is <c>namespace/workload</c>, an
/// address, or <c>node</c>; <c>"dropped": true</c> marks one that was stopped.
/// </summary>
internal static class KubeSecFlow
{
    public static bool IsOne(JsonElement line) => line.ValueKind == JsonValueKind.Object && line.TryGetProperty("from", out _) && line.TryGetProperty("to", out _);

    /// <summary>The connection; null where an end, the protocol or the port is none.</summary>
    public static ObservedFlow? Read(JsonElement line)
    {
        NetworkProtocol? protocol = line.TryGetProperty("protocol", out JsonElement name)
            ? ProtocolNames.Parse(name.ValueKind == JsonValueKind.String ? name.GetString() : "")
            : NetworkProtocol.Tcp;
        bool dropped = line.TryGetProperty("dropped", out JsonElement mark) && mark.ValueKind == JsonValueKind.True;
        return protocol is not null && End(line, "from") is { } from && End(line, "to") is { } to
            && line.TryGetProperty("port", out JsonElement port) && port.ValueKind == JsonValueKind.Number && port.TryGetInt32(out int number) && number is > 0 and <= 65535
            ? new ObservedFlow(from, to, protocol.Value, number, dropped)
            : null;
    }

    private static FlowEnd? End(JsonElement line, string side)
    {
        if (line.GetProperty(side) is not { ValueKind: JsonValueKind.String } text || text.GetString() is not { Length: > 0 } written)
        {
            return null;
        }

        if (written == "node")
        {
            return new FlowEnd(FlowEndKind.Node, "", "", "");
        }

        int slash = written.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < written.Length - 1 ? new FlowEnd(FlowEndKind.Pod, written[..slash], written[(slash + 1)..], "")
            : AddressRange.ParseAddress(written) is null ? null
            : new FlowEnd(FlowEndKind.Address, "", "", written);
    }
}
