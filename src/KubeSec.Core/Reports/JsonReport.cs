using System.Text.Encodings.Web;
using System.Text.Json;
using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Reports;

/// <summary>KubeSec's own contract for programs; docs/report.schema.json describes it.</summary>
internal sealed class JsonReport : Report
{
    /// <summary>Grows by a minor when something is added and by a major when something is taken away.</summary>
    private const string SchemaVersion = "1.0";

    public override void Write(GateResult result, TextWriter output, ReportOptions options)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(result, json);
        }

        output.Write(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        output.Write('\n');
    }

    private static void Write(GateResult result, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("schemaVersion", SchemaVersion);
        json.WriteString("verdict", Word(result.Verdict));
        json.WriteString("failOn", Word(result.FailOn));
        json.WriteNumber("files", result.Files);
        json.WriteNumber("resources", result.Resources);
        json.WriteStartArray("reasons");
        foreach (GateReason reason in result.Reasons)
        {
            json.WriteStartObject();
            json.WriteString("kind", Word(reason.Kind));
            json.WriteString("message", reason.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (Finding finding in result.Findings)
        {
            Write(finding, json);
        }

        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (string note in result.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Finding finding, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("code", finding.Rule.Code);
        json.WriteString("rule", finding.Rule.Name);
        json.WriteString("severity", Word(finding.Severity));
        json.WriteString("message", finding.Message);
        json.WriteString("file", finding.Span.File);
        json.WriteNumber("line", finding.Span.Line);
        json.WriteNumber("column", finding.Span.Column);
        json.WriteNumber("endLine", finding.Span.EndLine);
        json.WriteNumber("endColumn", finding.Span.EndColumn);
        json.WriteString("path", finding.Path);
        if (finding.Resource is { } resource)
        {
            json.WriteStartObject("resource");
            json.WriteString("apiVersion", resource.ApiVersion);
            json.WriteString("kind", resource.Kind);
            json.WriteString("namespace", resource.Namespace);
            json.WriteString("name", resource.Name);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("resource");
        }

        json.WriteString("container", finding.Container);
        json.WriteString("image", finding.Image);
        json.WriteBoolean("suppressed", finding.Suppression is not null);
        if (finding.Suppression is { } suppression)
        {
            json.WriteStartObject("suppression");
            json.WriteString("kind", Word(suppression.Kind));
            json.WriteString("reason", suppression.Reason);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
