using System.Text.Json;
using KubeSec.Feedback;

namespace KubeSec.Reports.Incidents;

/// <summary>openreports.io/v1alpha1: a Report for each namespace, a ClusterReport for what has none.</summary>
internal static class OpenReportsExport
{
    private static readonly string[] Results = ["pass", "fail", "warn", "error", "skip"];

    private sealed record Row(LessonStanding Lesson, string? Namespace, string Workload);

    public static void Write(IncidentExport export, TextWriter output)
    {
        Row[] rows = [.. export.Lessons.SelectMany(RowsOf)];
        JsonText.Write(output, json =>
        {
            json.WriteStartObject();
            json.WriteString("apiVersion", "v1");
            json.WriteString("kind", "List");
            json.WriteArray(
                "items", rows.GroupBy(row => row.Namespace, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal), (writer, group) => WriteReport(writer, group.Key, [.. group], export.Now));
            json.WriteEndObject();
        });
    }

    private static IEnumerable<Row> RowsOf(LessonStanding lesson)
    {
        string[] workloads = [.. ExportWords.ValuesOf(lesson.Incident, SubjectKind.Workload)];
        return workloads.Length == 0
            ? [new Row(lesson, null, "")]
            : workloads.Select(workload => workload.Split('/', 2) is [{ Length: > 0 } space, var name] ? new Row(lesson, space, name) : new Row(lesson, null, workload.TrimStart('/')));
    }

    private static void WriteReport(Utf8JsonWriter json, string? space, Row[] rows, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("apiVersion", "openreports.io/v1alpha1");
        json.WriteString("kind", space is null ? "ClusterReport" : "Report");
        json.WriteStartObject("metadata");
        json.WriteString("name", "kubesec-incidents");
        if (space is not null)
        {
            json.WriteString("namespace", space);
        }

        json.WriteEndObject();
        json.WriteString("source", "KubeSec");
        json.WriteStartObject("summary");
        foreach (string result in Results)
        {
            json.WriteNumber(result, rows.Count(row => ResultOf(row.Lesson, now) == result));
        }

        json.WriteEndObject();
        json.WriteArray("results", rows, (writer, row) => WriteResult(writer, row, now));
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Row row, DateTimeOffset now)
    {
        Incident incident = row.Lesson.Incident;
        json.WriteStartObject();
        json.WriteString("source", "KubeSec");
        json.WriteString("policy", "kubesec-lessons");
        json.WriteString("rule", incident.Rule);
        json.WriteString("category", "run time");
        json.WriteString("severity", Words.Of(incident.Severity));
        json.WriteString("result", ResultOf(row.Lesson, now));
        json.WriteBoolean("scored", true);
        json.WriteString("message", $"{incident.Message} – {ExportWords.Remedy(row.Lesson)}");
        long at = incident.LastSeen ?? now.ToUnixTimeMilliseconds() * 1_000_000;
        json.WriteStartObject("timestamp");
        json.WriteNumber("seconds", Math.DivRem(at, 1_000_000_000, out long nanos));
        json.WriteNumber("nanos", nanos);
        json.WriteEndObject();
        if (row.Workload.Length > 0)
        {
            json.WriteStartArray("resources");
            json.WriteStartObject();
            json.WriteString("name", row.Workload);
            if (row.Namespace is not null)
            {
                json.WriteString("namespace", row.Namespace);
            }

            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteStartObject("properties");
        json.WriteString("incident", incident.Id);
        json.WriteString("state", Words.Of(incident.State));
        json.WriteString("origin", Words.Of(incident.Origin));
        json.WriteString("digests", string.Join(' ', ExportWords.ValuesOf(incident, SubjectKind.Digest)));
        json.WriteString("controls", string.Join(' ', row.Lesson.Asked.Select(control => control.Code)));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string ResultOf(LessonStanding lesson, DateTimeOffset now) => lesson.Incident.State switch
    {
        IncidentState.Verified => "pass",
        IncidentState.Mitigated => "warn",
        IncidentState.FalsePositive or IncidentState.Expired => "skip",
        _ when ExportWords.IsWaived(lesson, now) => "skip",
        _ => "fail",
    };
}
