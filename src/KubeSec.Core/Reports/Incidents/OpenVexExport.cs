using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KubeSec.Feedback;

namespace KubeSec.Reports.Incidents;

/// <summary>
/// OpenVEX 0.2.0: how each image stands to each incident, by digest where one is known. Where none is, the repository stands for
/// its images as long as it is open: that something is not affected is said of digests alone. What no image is to blame for is left out.
/// </summary>
internal static class OpenVexExport
{
    private sealed record Statement(LessonStanding Lesson, IReadOnlyList<string> Products);

    public static void Write(IncidentExport export, TextWriter output)
    {
        Statement[] statements = [.. export.Lessons.Select(lesson => new Statement(lesson, ProductsOf(lesson, export.AttributionOf(lesson.Incident)))).Where(statement => statement.Products.Count > 0)];
        if (statements.Length == 0)
        {
            // A document without a statement is none (OpenVEX 0.2.0).
            return;
        }

        JsonText.Write(output, json =>
        {
            json.WriteStartObject();
            json.WriteString("@context", "https://openvex.dev/ns/v0.2.0");
            json.WriteString("@id", $"https://kubesec.example/vex/{Name(statements, export.Now)}");
            json.WriteString("author", "KubeSec");
            json.WriteString("role", "Run-time feedback");
            json.WriteString("timestamp", ExportWords.Time(export.Now));
            json.WriteNumber("version", 1);
            json.WriteString("tooling", $"KubeSec {Words.Version}");
            json.WriteArray("statements", statements, (writer, statement) => Write(writer, statement, export.Now));
            json.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter json, Statement statement, DateTimeOffset now)
    {
        LessonStanding lesson = statement.Lesson;
        json.WriteStartObject();
        json.WriteStartObject("vulnerability");
        json.WriteString("name", lesson.Incident.Id);
        json.WriteString("description", $"{lesson.Incident.Rule}: {lesson.Incident.Message}");
        json.WriteEndObject();
        json.WriteString("timestamp", ExportWords.Time(now));
        json.WriteArray("products", statement.Products, (writer, product) =>
        {
            writer.WriteStartObject();
            writer.WriteString("@id", product);
            writer.WriteEndObject();
        });
        switch (lesson.Incident.State)
        {
            case IncidentState.Open or IncidentState.Expired:
                json.WriteString("status", "under_investigation");
                break;
            case IncidentState.FalsePositive:
                json.WriteString("status", "not_affected");
                json.WriteString("impact_statement", "A person has judged it harmless.");
                break;
            // The control stops it; the image itself is as it was.
            case IncidentState.Mitigated or IncidentState.Verified:
                json.WriteString("status", "not_affected");
                json.WriteString("justification", "inline_mitigations_already_exist");
                // A statement carries a justification or an impact statement, never both.
                json.WriteString("status_notes", lesson.Mitigation is { } mitigation ? $"{mitigation.Evidence}: {mitigation.Reason}" : "A control prevents it.");
                break;
            default:
                json.WriteString("status", "affected");
                json.WriteString("action_statement", ExportWords.Remedy(lesson));
                break;
        }

        json.WriteEndObject();
    }

    private static List<string> ProductsOf(LessonStanding lesson, IncidentAttribution attribution)
    {
        if (lesson.Incident.Origin is OriginClass.Operator or OriginClass.Host)
        {
            return [];
        }

        string[] repositories = [.. ExportWords.ValuesOf(lesson.Incident, SubjectKind.Image)];
        bool open = lesson.Incident.State is IncidentState.Open or IncidentState.Triaged or IncidentState.Regressed;
        return
        [
            .. repositories.SelectMany(repository => attribution.Digests.Count > 0 ? attribution.Digests.Select(digest => ExportWords.Purl(repository, digest)) : open ? [ExportWords.Purl(repository, null)] : [])
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
    }

    private static string Name(IEnumerable<Statement> statements, DateTimeOffset now) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        ExportWords.Time(now) + string.Join('\n', statements.Select(statement => $"{statement.Lesson.Incident.Id} {statement.Lesson.Incident.State} {string.Join(' ', statement.Products)}")))).AsSpan(0, 16));
}
