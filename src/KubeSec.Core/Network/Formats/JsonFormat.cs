using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KubeSec.Findings;

namespace KubeSec.Network;

/// <summary>JSON for programs; field names are a promise.</summary>
internal sealed class JsonFormat : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly MemoryStream stream = new();
    private readonly Utf8JsonWriter json;

    private JsonFormat() => json = new Utf8JsonWriter(stream, Options);

    /// <summary>Writes one object whose members <paramref name="write"/> gives, followed by the diagnostics.</summary>
    public static string Write(IReadOnlyList<Finding> diagnostics, Action<JsonFormat> write)
    {
        using var format = new JsonFormat();
        format.json.WriteStartObject();
        write(format);
        format.Array("diagnostics", diagnostics, format.Diagnostic);
        format.json.WriteEndObject();
        format.json.Flush();
        return Encoding.UTF8.GetString(format.stream.ToArray()) + "\n";
    }

    public void Dispose()
    {
        json.Dispose();
        stream.Dispose();
    }

    public void Table(ConnectivityTable table)
    {
        Names("workloads", table.Workloads);
        Array("connections", table.Connections, line => Pair(line.Source, line.Destination, line.Ports));
        if (table.Omitted > 0)
        {
            json.WriteNumber("omitted", table.Omitted);
        }

        Array("unknown", table.Unknown, line =>
        {
            Pair(line.Source, line.Destination, line.Ports);
            Reasons(line.Reason);
        });
    }

    public void Reach(ReachReport reach)
    {
        json.WriteString("from", reach.From);
        Array("reached", reach.Reached, Step);
        Array("outside", reach.Outside, Step);
        Array("possible", reach.Possible, Step);
    }

    public void Explanation(Explanation answer)
    {
        json.WriteString("src", answer.Source);
        json.WriteString("dst", answer.Destination);
        json.WriteString("protocol", answer.Protocol.Name());
        json.WriteNumber("port", answer.Port);
        json.WriteString("verdict", Word(answer.Verdict));
        Array("decisions", answer.Decisions, decision =>
        {
            json.WriteString("direction", Word(decision.Direction));
            json.WriteString("verdict", Word(decision.Verdict));
            json.WriteString("layer", decision.Layer is { } layer ? Word(layer) : null);
            json.WriteString("because", decision.Because);
            Reasons(decision.Reason);
            Array("by", decision.By, Rule);
            Array("passedBy", decision.PassedBy, Rule);
        });
        Names("changes", answer.Changes);

        void Rule(DecidingRule rule)
        {
            json.WriteString("policy", rule.Policy);
            json.WriteString("rule", rule.Rule);
            json.WriteString("name", rule.Name);
            Place(rule.Span);
        }
    }

    public void Exposure(ExposureReport report)
    {
        Array("exposure", report.Workloads, workload =>
        {
            json.WriteString("workload", workload.Workload);
            json.WriteString("direction", Word(workload.Direction));
            json.WriteBoolean("protected", workload.IsProtected);
            Array("peers", workload.Peers, peer =>
            {
                json.WriteString("peer", peer.Name);
                Ports("conn", "protocols", peer.Ports);
                Ports("unknown", "unknownProtocols", peer.Unknown);
                Names("namedPorts", peer.NamedPorts);
            });
        });
        Array("openings", report.Openings, opening =>
        {
            json.WriteString("kind", Word(opening.Kind));
            json.WriteString("resource", opening.Resource.ToString());
            json.WriteString("workload", opening.Workload);
            json.WriteString("allowed", opening.Allowed.ToString());
            json.WriteString("blocked", opening.Blocked.ToString());
            json.WriteString("unknown", opening.Unknown.ToString());
        });
        Names("servicesWithoutSelector", [.. report.Undecided.Select(resource => resource.ToString())]);
        Array("unprotected", [.. report.Workloads.Where(workload => !workload.IsProtected)], workload =>
        {
            json.WriteString("workload", workload.Workload);
            json.WriteString("direction", Word(workload.Direction));
        });
    }

    public void Diff(ConnectivityDiff diff)
    {
        Array("changes", diff.Changes, change =>
        {
            json.WriteString("change", Word(change.Kind));
            json.WriteString("src", change.Source);
            json.WriteString("dst", change.Destination);
            json.WriteString("before", change.Before.ToString());
            json.WriteString("after", change.After.ToString());
            json.WriteString("opened", change.Opened.ToString());
            json.WriteString("closed", change.Closed.ToString());
            json.WriteString("unknownBefore", change.UnknownBefore.ToString());
            json.WriteString("unknownAfter", change.UnknownAfter.ToString());
        });
        Names("addedWorkloads", diff.AddedWorkloads);
        Names("removedWorkloads", diff.RemovedWorkloads);
    }

    private void Step(ReachStep step)
    {
        json.WriteString("name", step.Name);
        json.WriteNumber("steps", step.Steps);
        json.WriteString("via", step.Via);
        Ports("conn", "protocols", step.Ports);
    }

    private void Pair(string source, string destination, PortSet ports)
    {
        json.WriteString("src", source);
        json.WriteString("dst", destination);
        Ports("conn", "protocols", ports);
    }

    private void Ports(string words, string detail, PortSet ports)
    {
        json.WriteString(words, ports.ToString());
        json.WriteStartObject(detail);
        foreach (NetworkProtocol protocol in Enum.GetValues<NetworkProtocol>().Where(protocol => ports.Ranges(protocol).Count > 0))
        {
            Array(protocol.Name(), ports.Ranges(protocol), range =>
            {
                json.WriteNumber("from", range.First);
                json.WriteNumber("to", range.Last);
            });
        }

        json.WriteEndObject();
    }

    private void Diagnostic(Finding finding)
    {
        json.WriteString("rule", finding.Rule.Code);
        json.WriteString("name", finding.Rule.Name);
        json.WriteString("severity", Word(finding.Severity));
        json.WriteString("message", finding.Message);
        json.WriteString("resource", finding.Resource?.ToString());
        json.WriteString("path", finding.Path);
        Place(finding.Span);
    }

    private void Place(SourceSpan span)
    {
        json.WriteString("file", span.File);
        json.WriteNumber("line", span.Line);
        json.WriteNumber("column", span.Column);
    }

    private void Reasons(UnknownReason reason) =>
        Names("reasons", [.. Enum.GetValues<UnknownReason>().Where(one => one != UnknownReason.None && reason.HasFlag(one)).Select(Word)]);

    private void Names(string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private void Array<T>(string name, IReadOnlyList<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
