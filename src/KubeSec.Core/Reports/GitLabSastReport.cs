using System.Globalization;
using System.Text.Json;
using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Reports;

/// <summary>GitLab SAST (security report schemas, version 15): shown on the security dashboard.</summary>
internal sealed class GitLabSastReport : Report
{
    private const string SchemaVersion = "15.2.1";

    public override void Write(GateResult result, TextWriter output, ReportOptions options)
    {
        var fingerprints = new Fingerprints();
        JsonText.Write(output, json =>
        {
            json.WriteStartObject();
            json.WriteString("version", SchemaVersion);
            WriteScan(json, result);
            json.WriteArray("vulnerabilities", result.Findings.Where(finding => finding.Suppression is null), (writer, finding) => Write(writer, finding, fingerprints.Next(finding)));
            json.WriteEndObject();
        });
    }

    private static void WriteScan(Utf8JsonWriter json, GateResult result)
    {
        string judged = result.JudgedAt.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        json.WriteStartObject("scan");
        WriteTool(json, "analyzer");
        WriteTool(json, "scanner");
        json.WriteString("type", "sast");
        json.WriteString("start_time", judged);
        json.WriteString("end_time", judged);
        json.WriteString("status", result.Verdict == Verdict.Undecided ? "failure" : "success");
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json, string role)
    {
        json.WriteStartObject(role);
        json.WriteString("id", "kubesec");
        json.WriteString("name", "KubeSec");
        json.WriteString("version", Words.Version);
        json.WriteStartObject("vendor");
        json.WriteString("name", "KubeSec maintainers");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Finding finding, string fingerprint)
    {
        string severity = Words.Of(finding.Severity);
        json.WriteStartObject();
        json.WriteString("id", fingerprint);
        json.WriteString("name", finding.Rule.Title);
        json.WriteString("description", $"{finding.Message}. {finding.Rule.Why}");
        json.WriteString("severity", char.ToUpperInvariant(severity[0]) + severity[1..]);
        json.WriteString("solution", finding.Rule.Remedy);
        json.WriteStartObject("location");
        json.WriteString("file", finding.Span.File);
        json.WriteNumber("start_line", finding.Span.Line);
        json.WriteNumber("end_line", finding.Span.EndLine);
        json.WriteEndObject();
        json.WriteStartArray("identifiers");
        json.WriteStartObject();
        json.WriteString("type", "kubesec_rule");
        json.WriteString("name", $"{finding.Rule.Code} {finding.Rule.Name}");
        json.WriteString("value", finding.Rule.Code);
        json.WriteString("url", finding.Rule.HelpUri);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
