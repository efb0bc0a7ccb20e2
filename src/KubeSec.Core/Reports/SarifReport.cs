using System.Text.Json;
using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Reports;

/// <summary>SARIF 2.1.0 (OASIS), with what GitHub code scanning and editors read: rule help, regions, fingerprints, fixes, suppressions.</summary>
internal sealed class SarifReport : Report
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private const string Root = "SRCROOT";

    public override void Write(GateResult result, TextWriter output, ReportOptions options)
    {
        RuleInfo[] rules = [.. result.Findings.Select(finding => finding.Rule).DistinctBy(rule => rule.Code).OrderBy(rule => rule.Code, StringComparer.Ordinal)];
        JsonText.Write(output, json =>
        {
            json.WriteStartObject();
            json.WriteString("$schema", Schema);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, rules);
            WriteInvocation(json, result);
            json.WriteStartObject("originalUriBaseIds");
            json.WriteStartObject(Root);
            WriteText(json, "description", "The folder the paths were given in.");
            json.WriteEndObject();
            json.WriteEndObject();
            WriteResults(json, result, rules);
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void WriteTool(Utf8JsonWriter json, RuleInfo[] rules)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "KubeSec");
        json.WriteString("version", Words.Version);
        json.WriteString("informationUri", "https://kubesec.example");
        json.WriteArray("rules", rules, SarifRule.Write);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteInvocation(Utf8JsonWriter json, GateResult result)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", result.Verdict != Verdict.Undecided);
        json.WriteArray("toolExecutionNotifications", result.Reasons.Where(reason => reason.Kind != GateReasonKind.Findings), (writer, reason) =>
        {
            writer.WriteStartObject();
            writer.WriteString("level", "error");
            WriteText(writer, "message", reason.Message);
            writer.WriteEndObject();
        });
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteResults(Utf8JsonWriter json, GateResult result, RuleInfo[] rules)
    {
        var fingerprints = new Fingerprints();
        var indexes = rules.Index().ToDictionary(rule => rule.Item.Code, rule => rule.Index, StringComparer.Ordinal);
        json.WriteArray("results", result.Findings, (writer, finding) =>
        {
            writer.WriteStartObject();
            writer.WriteString("ruleId", finding.Rule.Code);
            writer.WriteNumber("ruleIndex", indexes[finding.Rule.Code]);
            writer.WriteString("level", SarifRule.Level(finding.Severity));
            WriteText(writer, "message", finding.Message);
            WriteLocation(writer, finding);
            writer.WriteStartObject("partialFingerprints");
            writer.WriteString("kubesec/v1", fingerprints.Next(finding));
            writer.WriteEndObject();
            WriteSuppression(writer, finding.Suppression);
            WriteFix(writer, finding);
            writer.WriteStartObject("properties");
            writer.WriteString("severity", Words.Of(finding.Severity));
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    private static void WriteLocation(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        WriteArtifact(json, finding.Span.File);
        WriteRegion(json, "region", finding.Span);
        json.WriteEndObject();
        if (finding.Resource is { } resource)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("fullyQualifiedName", $"{resource}{(finding.Path is null ? "" : "/" + finding.Path)}");
            json.WriteString("kind", "object");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteSuppression(Utf8JsonWriter json, Suppression? suppression)
    {
        if (suppression is not null)
        {
            bool inSource = suppression.Kind is SuppressionKind.Annotation or SuppressionKind.Comment;
            json.WriteStartArray("suppressions");
            json.WriteStartObject();
            json.WriteString("kind", inSource ? "inSource" : "external");
            json.WriteString("status", "accepted");
            json.WriteString("justification", suppression.Reason);
            json.WriteEndObject();
            json.WriteEndArray();
        }
    }

    private static void WriteFix(Utf8JsonWriter json, Finding finding)
    {
        if (finding.Fix is { } fix)
        {
            json.WriteStartArray("fixes");
            json.WriteStartObject();
            WriteText(json, "description", fix.MayBreak.Length == 0 ? fix.Description : $"{fix.Description}. {fix.MayBreak}");
            json.WriteStartArray("artifactChanges");
            json.WriteStartObject();
            WriteArtifact(json, finding.Span.File);
            json.WriteArray("replacements", fix.Edits, (writer, edit) =>
            {
                writer.WriteStartObject();
                WriteRegion(writer, "deletedRegion", edit.Span);
                WriteText(writer, "insertedContent", edit.NewText);
                writer.WriteEndObject();
            });
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
        }
    }

    private static void WriteArtifact(Utf8JsonWriter json, string file)
    {
        json.WriteStartObject("artifactLocation");
        if (Path.IsPathRooted(file))
        {
            json.WriteString("uri", new Uri(file).AbsoluteUri);
        }
        else
        {
            json.WriteString("uri", string.Join('/', file.Split('/').Where(part => part != ".").Select(Uri.EscapeDataString)));
            json.WriteString("uriBaseId", Root);
        }

        json.WriteEndObject();
    }

    private static void WriteRegion(Utf8JsonWriter json, string name, SourceSpan span)
    {
        json.WriteStartObject(name);
        json.WriteNumber("startLine", span.Line);
        json.WriteNumber("startColumn", span.Column);
        json.WriteNumber("endLine", span.EndLine);
        json.WriteNumber("endColumn", span.EndColumn);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
