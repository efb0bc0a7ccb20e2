using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KubeSec.Feedback;

namespace KubeSec.Cli.Incidents;

/// <summary>The incident commands' JSON: a contract for scripts.</summary>
internal static class IncidentJson
{
    public static void Write(RecordResult result, TextWriter output) => Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("read", result.Read);
        writer.WriteNumber("recorded", result.Recorded);
        writer.WriteNumber("duplicates", result.Duplicates);
        writer.WriteNumber("setAsideCount", result.SetAsideCount);
        WriteSetAside(writer, result.SetAside);
        writer.WriteEndObject();
    });

    public static void Write(SnapshotResult result, TextWriter output) => Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("pods", result.Pods);
        writer.WriteNumber("containers", result.Containers);
        writer.WriteNumber("others", result.Others);
        writer.WriteNumber("new", result.New);
        WriteSetAside(writer, result.SetAside);
        writer.WriteEndObject();
    });

    public static void Write(IReadOnlyList<Incident> incidents, TextWriter output) => Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("incidents");
        foreach (Incident incident in incidents)
        {
            writer.WriteStartObject();
            WriteFields(writer, incident);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public static void Write(Incident incident, IncidentAttribution attribution, IReadOnlyList<IncidentTransition> history, TextWriter output) => Write(output, writer =>
    {
        writer.WriteStartObject();
        WriteFields(writer, incident);
        writer.WriteStartArray("subjects");
        foreach (IncidentSubject subject in incident.Subjects)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", subject.Kind.ToString().ToLowerInvariant());
            writer.WriteString("value", subject.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteAttribution(writer, attribution);
        writer.WriteStartArray("controls");
        foreach (ControlRequirement requirement in ControlCatalogue.For(incident))
        {
            writer.WriteStartObject();
            writer.WriteString("code", requirement.Control.Code);
            writer.WriteString("effect", requirement.Effect.ToString().ToLowerInvariant());
            writer.WriteString("title", requirement.Control.Title);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("history");
        foreach (IncidentTransition transition in history)
        {
            writer.WriteStartObject();
            writer.WriteString("from", IncidentText.Word(transition.From));
            writer.WriteString("to", IncidentText.Word(transition.To));
            writer.WriteString("at", IncidentTime.Format(transition.At));
            writer.WriteString("actor", transition.Actor);
            writer.WriteString("reason", transition.Reason);
            writer.WriteString("evidence", transition.Evidence);
            writer.WriteString("hash", transition.Hash);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteSetAside(Utf8JsonWriter writer, IReadOnlyList<SetAsideEvent> setAside)
    {
        writer.WriteStartArray("setAside");
        foreach (SetAsideEvent aside in setAside)
        {
            writer.WriteStartObject();
            writer.WriteString("source", aside.Source);
            writer.WriteString("position", aside.Position);
            writer.WriteString("reason", aside.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteAttribution(Utf8JsonWriter writer, IncidentAttribution attribution)
    {
        writer.WriteStartArray("containers");
        foreach ((RunningContainer container, AttributionLevel level, bool certain) in attribution.Containers)
        {
            writer.WriteStartObject();
            writer.WriteString("level", $"A{(int)level}");
            writer.WriteBoolean("certain", certain);
            writer.WriteString("cluster", container.Cluster);
            writer.WriteString("namespace", container.Namespace);
            writer.WriteString("pod", container.Pod);
            writer.WriteString("podUid", container.PodUid);
            writer.WriteString("container", container.Container);
            writer.WriteString("containerId", container.ContainerId);
            writer.WriteString("image", container.Image);
            writer.WriteString("digest", container.Digest);
            WriteTexts(writer, "owners", container.Owners);
            writer.WriteString("node", container.Node);
            writer.WriteString("validFrom", IncidentTime.Format(container.ValidFrom));
            writer.WriteString("validTo", IncidentTime.Format(container.ValidTo));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteTexts(writer, "digests", attribution.Digests);
        WriteTexts(writer, "layers", attribution.Layers.Select(layer => layer.DiffId));
        writer.WriteStartArray("origins");
        foreach (ManifestOrigin origin in attribution.Origins)
        {
            writer.WriteStartObject();
            writer.WriteString("file", origin.File);
            writer.WriteNumber("line", origin.Line ?? 1);
            writer.WriteString("commit", origin.Commit);
            writer.WriteString("pipeline", origin.Pipeline);
            writer.WriteString("workload", $"{origin.Kind}/{origin.Workload}");
            writer.WriteString("container", origin.Container);
            writer.WriteString("image", origin.Image);
            writer.WriteString("verdict", origin.Verdict);
            writer.WriteString("at", IncidentTime.Format(origin.At));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    public static void WriteFields(Utf8JsonWriter writer, Incident incident)
    {
        writer.WriteString("id", incident.Id);
        writer.WriteString("kind", incident.Kind.ToString().ToLowerInvariant());
        writer.WriteString("source", incident.Source);
        writer.WriteString("rule", incident.Rule);
        writer.WriteString("severity", incident.Severity.ToString().ToLowerInvariant());
        writer.WriteString("state", IncidentText.Word(incident.State));
        writer.WriteString("origin", IncidentText.Word(incident.Origin));
        writer.WriteString("attribution", $"A{(int)incident.Attribution}");
        writer.WriteNumber("count", incident.CountLowerBound);
        writer.WriteString("firstSeen", IncidentTime.Format(incident.FirstSeen));
        writer.WriteString("lastSeen", IncidentTime.Format(incident.LastSeen));
        writer.WriteString("message", incident.Message);
    }

    public static void Write(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" }))
        {
            write(writer);
        }

        output.Write(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
        output.Write('\n');
    }
}
