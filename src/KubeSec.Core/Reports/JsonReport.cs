using System.Text.Json;
using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Inventory;
using KubeSec.Signatures;

namespace KubeSec.Reports;

/// <summary>KubeSec's own contract for programs; docs/report.schema.json describes it.</summary>
internal sealed class JsonReport : Report
{
    /// <summary>Grows by a minor when something is added and by a major when something is changed or taken away.</summary>
    public const string SchemaVersion = "1.3";

    public override void Write(GateResult result, TextWriter output, ReportOptions options) => JsonText.Write(output, json =>
    {
        json.WriteStartObject();
        json.WriteString("schemaVersion", SchemaVersion);
        json.WriteString("kubesec", Words.Version);
        json.WriteString("verdict", Words.Of(result.Verdict));
        json.WriteString("failOn", Words.Of(result.FailOn));
        json.WriteString("policyFile", result.PolicyFile);
        json.WriteNumber("files", result.Files);
        json.WriteNumber("resources", result.Resources);
        json.WriteArray("reasons", result.Reasons, Write);
        json.WriteArray("findings", result.Findings, Write);
        json.WriteArray("images", result.Inventory, Write);
        json.WriteArray("verifications", result.Images, ImageVerdictWriter.WriteItem);
        json.WriteArray("incidents", result.Incidents, Write);
        json.WriteArray("patches", result.Patches, Write);
        json.WriteArray("frameworks", result.Frameworks, Write);
        json.WriteArray("notes", result.Notes, (writer, note) => writer.WriteStringValue(note));
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, LessonPatch patch)
    {
        json.WriteStartObject();
        json.WriteString("file", patch.File);
        json.WriteArray("controls", patch.Controls, (writer, control) => writer.WriteStringValue(control));
        json.WriteString("diff", patch.Diff);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, GateReason reason)
    {
        json.WriteStartObject();
        json.WriteString("kind", Words.Of(reason.Kind));
        json.WriteString("message", reason.Message);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("code", finding.Rule.Code);
        json.WriteString("rule", finding.Rule.Name);
        json.WriteString("severity", Words.Of(finding.Severity));
        json.WriteString("message", finding.Message);
        json.WriteString("file", finding.Span.File);
        json.WriteNumber("line", finding.Span.Line);
        json.WriteNumber("column", finding.Span.Column);
        json.WriteNumber("endLine", finding.Span.EndLine);
        json.WriteNumber("endColumn", finding.Span.EndColumn);
        json.WriteString("path", finding.Path);
        WriteResource(json, finding.Resource);
        json.WriteString("container", finding.Container);
        json.WriteString("image", finding.Image);
        json.WriteBoolean("suppressed", finding.Suppression is not null);
        Write(json, finding.Suppression);
        json.WriteBoolean("fixable", finding.Fix is not null);
        Write(json, finding.Fix);
        json.WriteString("help", finding.Rule.HelpUri);
        json.WriteEndObject();
    }

    private static void WriteResource(Utf8JsonWriter json, ResourceIdentity? resource)
    {
        if (resource is null)
        {
            json.WriteNull("resource");
            return;
        }

        json.WriteStartObject("resource");
        json.WriteString("apiVersion", resource.ApiVersion);
        json.WriteString("kind", resource.Kind);
        json.WriteString("namespace", resource.Namespace);
        json.WriteString("name", resource.Name);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, InventoryEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("image", entry.Image);
        WriteResource(json, entry.Resource);
        json.WriteString("container", entry.Container);
        json.WriteBoolean("pinned", entry.Pinned);
        json.WriteString("signatures", Words.Of(entry.Signatures));
        json.WriteArray("signers", entry.Signers, (writer, signer) => writer.WriteStringValue(signer));
        json.WriteArray("incidents", entry.Incidents, (writer, incident) => writer.WriteStringValue(incident));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Incident incident)
    {
        json.WriteStartObject();
        json.WriteString("id", incident.Id);
        json.WriteString("rule", incident.Rule);
        json.WriteString("severity", Words.Of(incident.Severity));
        json.WriteString("state", Words.Of(incident.State));
        json.WriteNumber("countLowerBound", incident.CountLowerBound);
        json.WriteString("firstSeen", Words.Time(incident.FirstSeen));
        json.WriteString("lastSeen", Words.Time(incident.LastSeen));
        json.WriteString("message", incident.Message);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FrameworkReport framework)
    {
        json.WriteStartObject();
        json.WriteString("framework", framework.Framework);
        json.WriteArray("controls", framework.Controls, Write);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FrameworkControl control)
    {
        json.WriteStartObject();
        json.WriteString("control", control.Control);
        json.WriteString("title", control.Title);
        json.WriteString("status", Words.Of(control.Status));
        json.WriteNumber("findings", control.Findings);
        json.WriteArray("rules", control.Rules, (writer, rule) =>
        {
            writer.WriteStartObject();
            writer.WriteString("code", rule.Code);
            writer.WriteString("rule", rule.Name);
            writer.WriteNumber("findings", rule.Findings);
            writer.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Fix? fix)
    {
        if (fix is null)
        {
            json.WriteNull("fix");
            return;
        }

        json.WriteStartObject("fix");
        json.WriteString("description", fix.Description);
        json.WriteString("mayBreak", fix.MayBreak);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Suppression? suppression)
    {
        if (suppression is null)
        {
            json.WriteNull("suppression");
            return;
        }

        json.WriteStartObject("suppression");
        json.WriteString("kind", Words.Of(suppression.Kind));
        json.WriteString("reason", suppression.Reason);
        json.WriteEndObject();
    }
}
