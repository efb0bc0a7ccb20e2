using System.Text.Json;
using KubeSec.Feedback;
using KubeSec.Findings;

namespace KubeSec.Reports.Incidents;

/// <summary>SARIF 2.1.0: one result an incident, at the manifests its workloads came from, as the gate recorded them.</summary>
internal static class SarifExport
{
    public static void Write(IncidentExport export, TextWriter output)
    {
        string[] rules = [.. export.Lessons.Select(lesson => lesson.Incident.Rule).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        JsonText.Write(output, json =>
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            json.WriteStartObject("tool");
            json.WriteStartObject("driver");
            json.WriteString("name", "KubeSec incidents");
            json.WriteString("version", Words.Version);
            json.WriteString("informationUri", "https://kubesec.example");
            json.WriteArray("rules", rules, (writer, rule) =>
            {
                writer.WriteStartObject();
                writer.WriteString("id", rule);
                writer.WriteEndObject();
            });
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteArray("results", export.Lessons, (writer, lesson) => Write(writer, lesson, export, Array.IndexOf(rules, lesson.Incident.Rule)));
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter json, LessonStanding lesson, IncidentExport export, int rule)
    {
        Incident incident = lesson.Incident;
        bool open = incident.State is IncidentState.Open or IncidentState.Triaged or IncidentState.Regressed;
        json.WriteStartObject();
        json.WriteString("ruleId", incident.Rule);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("kind", open ? "fail" : incident.State == IncidentState.Verified ? "pass" : "review");
        // Only failures have another level than none (SARIF 2.1.0, 3.27.10).
        json.WriteString("level", !open ? "none" : incident.Severity >= Severity.High ? "error" : incident.Severity >= Severity.Medium ? "warning" : "note");
        json.WriteStartObject("message");
        json.WriteString("text", $"{incident.Message} – {ExportWords.Remedy(lesson)}");
        json.WriteEndObject();
        json.WriteNumber("occurrenceCount", Math.Clamp(incident.CountLowerBound, 1, int.MaxValue));
        json.WriteStartObject("partialFingerprints");
        json.WriteString("kubesecIncident/v1", incident.Id);
        json.WriteEndObject();
        json.WriteArray("locations", export.AttributionOf(incident).Origins, (writer, origin) =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("physicalLocation");
            writer.WriteStartObject("artifactLocation");
            writer.WriteString("uri", string.Join('/', origin.File.Split('/').Select(Uri.EscapeDataString)));
            writer.WriteEndObject();
            writer.WriteStartObject("region");
            writer.WriteNumber("startLine", origin.Line ?? 1);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        if (ExportWords.IsWaived(lesson, export.Now) || incident.State == IncidentState.FalsePositive)
        {
            json.WriteStartArray("suppressions");
            json.WriteStartObject();
            json.WriteString("kind", "external");
            json.WriteString("justification", lesson.Waiver?.Reason ?? "a person has judged it harmless");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteStartObject("properties");
        json.WriteString("state", Words.Of(incident.State));
        json.WriteString("origin", Words.Of(incident.Origin));
        json.WriteArray("scope", lesson.Scope, (writer, part) => writer.WriteStringValue(part));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
