using System.Text.Json;
using KubeSec.Feedback;
using KubeSec.Findings;

namespace KubeSec.Reports.Incidents;

/// <summary>OCSF 1.3.0, class Detection Finding (2004) of category Findings, with the container profile.</summary>
internal static class OcsfExport
{
    private const int Class = 2004;

    public static void Write(IncidentExport export, TextWriter output)
    {
        foreach (LessonStanding lesson in export.Lessons)
        {
            JsonText.WriteLine(output, json => Write(json, lesson, export));
        }
    }

    private static void Write(Utf8JsonWriter json, LessonStanding lesson, IncidentExport export)
    {
        Incident incident = lesson.Incident;
        bool closed = incident.State is IncidentState.Mitigated or IncidentState.Verified or IncidentState.FalsePositive or IncidentState.Expired;
        // Activities of a finding: 1 create, 2 update, 3 close.
        int activity = closed ? 3 : incident.CountLowerBound > 1 ? 2 : 1;
        long time = Milliseconds(incident.LastSeen) ?? export.Now.ToUnixTimeMilliseconds();
        json.WriteStartObject();
        json.WriteNumber("activity_id", activity);
        json.WriteNumber("category_uid", 2);
        json.WriteNumber("class_uid", Class);
        json.WriteNumber("type_uid", (Class * 100) + activity);
        json.WriteNumber("time", time);
        json.WriteNumber("severity_id", (int)incident.Severity + 1);
        json.WriteString("severity", incident.Severity == Severity.Info ? "Informational" : incident.Severity.ToString());
        json.WriteNumber("status_id", StatusOf(lesson, export.Now));
        json.WriteNumber("count", Math.Clamp(incident.CountLowerBound, 1, int.MaxValue));
        json.WriteString("message", incident.Message);
        WriteMetadata(json);
        WriteFinding(json, incident, time);
        json.WriteStartObject("remediation");
        json.WriteString("desc", ExportWords.Remedy(lesson));
        json.WriteEndObject();
        json.WriteArray("evidences", export.AttributionOf(incident).Containers, WriteEvidence);
        json.WriteArray("resources", ExportWords.ValuesOf(incident, SubjectKind.Workload), (writer, workload) =>
        {
            writer.WriteStartObject();
            writer.WriteString("type", "Kubernetes workload");
            writer.WriteString("name", workload);
            writer.WriteEndObject();
        });
        WriteRest(json, incident);
        json.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter json)
    {
        json.WriteStartObject("metadata");
        json.WriteString("version", "1.3.0");
        json.WriteStartArray("profiles");
        json.WriteStringValue("container");
        json.WriteEndArray();
        json.WriteStartObject("product");
        json.WriteString("name", "KubeSec");
        json.WriteString("vendor_name", "KubeSec");
        json.WriteString("version", Words.Version);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter json, Incident incident, long time)
    {
        json.WriteStartObject("finding_info");
        json.WriteString("uid", incident.Id);
        json.WriteString("title", incident.Rule);
        json.WriteString("desc", incident.Message);
        json.WriteNumber("first_seen_time", Milliseconds(incident.FirstSeen) ?? time);
        json.WriteNumber("last_seen_time", time);
        json.WriteStartArray("data_sources");
        json.WriteStringValue(incident.Source);
        json.WriteEndArray();
        json.WriteArray("attacks", ExportWords.ValuesOf(incident, SubjectKind.Technique).Where(technique => technique.StartsWith('T') && !technique.StartsWith("TA", StringComparison.Ordinal)), (writer, technique) =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("technique");
            writer.WriteString("uid", technique);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void WriteEvidence(Utf8JsonWriter json, AttributedContainer attributed)
    {
        RunningContainer container = attributed.Container;
        json.WriteStartObject();
        json.WriteStartObject("container");
        json.WriteString("name", container.Container);
        if (container.ContainerId is { } id)
        {
            json.WriteString("uid", id);
        }

        json.WriteString("pod_uuid", container.PodUid);
        json.WriteString("orchestrator", "Kubernetes");
        json.WriteStartObject("image");
        json.WriteString("uid", container.Digest ?? container.Image ?? "unknown");
        if (container.Image is { } image)
        {
            json.WriteString("name", image);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRest(Utf8JsonWriter json, Incident incident)
    {
        json.WriteStartObject("unmapped");
        json.WriteString("state", Words.Of(incident.State));
        json.WriteString("origin", Words.Of(incident.Origin));
        json.WriteString("attribution", $"A{(int)incident.Attribution}");
        json.WriteArray("digests", ExportWords.ValuesOf(incident, SubjectKind.Digest), (writer, digest) => writer.WriteStringValue(digest));
        json.WriteArray("images", ExportWords.ValuesOf(incident, SubjectKind.Image), (writer, image) => writer.WriteStringValue(image));
        json.WriteEndObject();
    }

    // 1 new, 2 in progress, 3 suppressed, 4 resolved.
    private static int StatusOf(LessonStanding lesson, DateTimeOffset now) => lesson.Incident.State switch
    {
        IncidentState.Mitigated or IncidentState.Verified => 4,
        IncidentState.FalsePositive or IncidentState.Expired => 3,
        _ when ExportWords.IsWaived(lesson, now) => 3,
        IncidentState.Open => 1,
        _ => 2,
    };

    private static long? Milliseconds(long? nanoseconds) => nanoseconds / 1_000_000;
}
