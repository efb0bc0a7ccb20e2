using System.Text.Json;

namespace KubeSec.Network;

/// <summary>What was read from a file of flows.</summary>
/// <param name="Flows">Connections, without replies and without what is no TCP, UDP or SCTP.</param>
/// <param name="UnreadableLines">Lines that are no flow, from 1.</param>
public sealed record FlowFile(IReadOnlyList<ObservedFlow> Flows, IReadOnlyList<int> UnreadableLines);

/// <summary>
/// Reads flows as <c>hubble observe -o json</c> writes them, one object a line (cilium/api/v1/flow/flow.proto), and
/// KubeSec's own plainer form of them: <c>{"from": "shop/web", "to": "shop/api", "protocol": "TCP", "port": 8080}</c>.
/// </summary>
public static class HubbleFlows
{
    private const int LongestLine = 1024 * 1024;

    /// <summary>Reads every line; one that is no flow is counted and passed over.</summary>
    public static FlowFile Read(TextReader lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var flows = new List<ObservedFlow>();
        var unreadable = new List<int>();
        var seen = new HashSet<ObservedFlow>();
        int number = 0;
        foreach (string? line in ShortLines.Read(lines, LongestLine))
        {
            number++;
            ObservedFlow? flow = null;
            if (line is null || (!string.IsNullOrWhiteSpace(line) && !TryRead(line, out flow)))
            {
                unreadable.Add(number);
            }
            else if (flow is not null && seen.Add(flow))
            {
                flows.Add(flow);
            }
        }

        return new FlowFile(flows, unreadable);
    }

    /// <summary>Whether the line is a flow at all; null for one that is no connection, such as a reply.</summary>
    private static bool TryRead(string line, out ObservedFlow? flow)
    {
        flow = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            if (KubeSecFlow.IsOne(root))
            {
                return (flow = KubeSecFlow.Read(root)) is not null;
            }

            JsonElement body = Member(root, "flow") is { ValueKind: JsonValueKind.Object } wrapped ? wrapped : root;
            bool isFlow = Member(body, "verdict").ValueKind == JsonValueKind.String;
            flow = isFlow ? ReadFlow(body) : null;
            return isFlow;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ObservedFlow? ReadFlow(JsonElement flow)
    {
        if (Member(flow, "is_reply").ValueKind == JsonValueKind.True || Text(flow, "verdict") is not ("FORWARDED" or "DROPPED" or "REDIRECTED" or "AUDIT"))
        {
            return null;
        }

        JsonElement l4 = Member(flow, "l4");
        foreach (NetworkProtocol protocol in Enum.GetValues<NetworkProtocol>())
        {
            JsonElement part = Member(l4, protocol.Name());
            if (Member(part, "destination_port") is { ValueKind: JsonValueKind.Number } port && port.TryGetInt32(out int number) && number is > 0 and <= 65535)
            {
                JsonElement ip = Member(flow, "IP");
                return new ObservedFlow(End(flow, "source", ip), End(flow, "destination", ip), protocol, number, Text(flow, "verdict") == "DROPPED");
            }
        }

        return null;
    }

    private static FlowEnd End(JsonElement flow, string side, JsonElement ip)
    {
        JsonElement end = Member(flow, side);
        string[] labels = Member(end, "labels") is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(label => label.ValueKind == JsonValueKind.String).Select(label => label.GetString()!)]
            : [];
        string address = Text(ip, side);
        if (labels.Any(label => label is "reserved:host" or "reserved:remote-node" or "reserved:kube-apiserver" or "reserved:health" or "reserved:ingress"))
        {
            return new FlowEnd(FlowEndKind.Node, "", "", address);
        }

        string ns = Text(end, "namespace");
        return ns.Length == 0
            ? new FlowEnd(FlowEndKind.Address, "", "", address)
            : new FlowEnd(FlowEndKind.Pod, ns, Workload(end), address);
    }

    private static string Workload(JsonElement end)
    {
        JsonElement workloads = Member(end, "workloads");
        return workloads.ValueKind == JsonValueKind.Array && workloads.GetArrayLength() > 0 && Text(workloads[0], "name") is { Length: > 0 } name
            ? name
            : Text(end, "pod_name");
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value : default;

    private static string Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";
}
