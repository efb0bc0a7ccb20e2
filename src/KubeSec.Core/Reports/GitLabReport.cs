using System.Text.Json;
using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Reports;

/// <summary>GitLab code quality: shown in merge requests, beside the changed lines.</summary>
internal sealed class GitLabReport : Report
{
    public override void Write(GateResult result, TextWriter output, ReportOptions options)
    {
        var fingerprints = new Fingerprints();
        JsonText.Write(output, json =>
        {
            json.WriteStartArray();
            foreach (Finding finding in result.Findings.Where(finding => finding.Suppression is null))
            {
                Write(json, finding, fingerprints.Next(finding));
            }

            json.WriteEndArray();
        });
    }

    private static void Write(Utf8JsonWriter json, Finding finding, string fingerprint)
    {
        json.WriteStartObject();
        json.WriteString("description", finding.Message);
        json.WriteString("check_name", $"{finding.Rule.Code} {finding.Rule.Name}");
        json.WriteString("fingerprint", fingerprint);
        json.WriteString("severity", Severity(finding.Severity));
        json.WriteStartObject("location");
        json.WriteString("path", finding.Span.File);
        json.WriteStartObject("lines");
        json.WriteNumber("begin", finding.Span.Line);
        json.WriteNumber("end", finding.Span.EndLine);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Severity(Severity severity) => severity switch
    {
        Findings.Severity.Critical => "blocker",
        Findings.Severity.High => "critical",
        Findings.Severity.Medium => "major",
        Findings.Severity.Low => "minor",
        _ => "info",
    };
}
