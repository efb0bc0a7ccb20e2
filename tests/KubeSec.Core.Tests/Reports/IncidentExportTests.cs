using System.Text.Json;
using KubeSec.Core.Tests.Feedback;
using KubeSec.Feedback;
using KubeSec.Feedback.Decisions;
using KubeSec.Reports;
using Microsoft.Extensions.Time.Testing;
using NJsonSchema;

namespace KubeSec.Core.Tests.Reports;

/// <summary>
/// The export formats hold what their specifications demand: OCSF 1.3.0 (classes base_event, finding, detection_finding),
/// openreports.io/v1alpha1's resource definitions, OpenVEX 0.2.0's schema, SLSA's verification summary v1, SARIF 2.1.0.
/// </summary>
public sealed class IncidentExportTests : IDisposable
{
    private const string Ocsf = """
        {"type": "object", "required": ["activity_id", "category_uid", "class_uid", "type_uid", "time", "severity_id", "metadata", "finding_info"],
         "properties": {
           "activity_id": {"enum": [1, 2, 3]}, "category_uid": {"enum": [2]}, "class_uid": {"enum": [2004]}, "type_uid": {"enum": [200401, 200402, 200403]},
           "time": {"type": "integer"}, "severity_id": {"type": "integer", "minimum": 1, "maximum": 5}, "status_id": {"enum": [1, 2, 3, 4]}, "count": {"type": "integer", "minimum": 1},
           "metadata": {"type": "object", "required": ["version", "product"], "properties": {"version": {"enum": ["1.3.0"]}, "product": {"type": "object", "required": ["name", "vendor_name"]}}},
           "finding_info": {"type": "object", "required": ["uid", "title"], "properties": {"first_seen_time": {"type": "integer"}, "last_seen_time": {"type": "integer"},
             "attacks": {"type": "array", "items": {"type": "object", "required": ["technique"], "properties": {"technique": {"type": "object", "properties": {"uid": {"type": "string", "pattern": "^T[0-9]{4}(\\.[0-9]{3})?$"}}}}}}}},
           "evidences": {"type": "array", "items": {"type": "object", "required": ["container"]}},
           "remediation": {"type": "object", "required": ["desc"]}}}
        """;

    private const string OpenReports = """
        {"type": "object", "required": ["apiVersion", "kind", "items"], "properties": {"kind": {"enum": ["List"]}, "items": {"type": "array", "minItems": 1, "items": {
          "type": "object", "required": ["apiVersion", "kind", "metadata"], "additionalProperties": false,
          "properties": {
            "apiVersion": {"enum": ["openreports.io/v1alpha1"]}, "kind": {"enum": ["Report", "ClusterReport"]}, "source": {"type": "string"},
            "metadata": {"type": "object", "required": ["name"]},
            "summary": {"type": "object", "additionalProperties": false, "properties": {"pass": {"type": "integer"}, "fail": {"type": "integer"}, "warn": {"type": "integer"}, "error": {"type": "integer"}, "skip": {"type": "integer"}}},
            "results": {"type": "array", "items": {"type": "object", "required": ["policy"], "additionalProperties": false, "properties": {
              "source": {"type": "string"}, "policy": {"type": "string"}, "rule": {"type": "string"}, "category": {"type": "string"}, "message": {"type": "string"}, "scored": {"type": "boolean"},
              "severity": {"enum": ["critical", "high", "medium", "low", "info"]}, "result": {"enum": ["pass", "fail", "warn", "error", "skip"]},
              "timestamp": {"type": "object", "required": ["seconds", "nanos"], "properties": {"seconds": {"type": "integer"}, "nanos": {"type": "integer", "minimum": 0, "maximum": 999999999}}},
              "resources": {"type": "array", "items": {"type": "object", "additionalProperties": false, "properties": {"name": {"type": "string"}, "namespace": {"type": "string"}}}},
              "properties": {"type": "object", "additionalProperties": {"type": "string"}}}}}}}}}}
        """;

    private const string OpenVex = """
        {"type": "object", "required": ["@context", "@id", "author", "timestamp", "version", "statements"], "additionalProperties": false,
         "properties": {
           "@context": {"enum": ["https://openvex.dev/ns/v0.2.0"]}, "@id": {"type": "string"}, "author": {"type": "string"}, "role": {"type": "string"}, "timestamp": {"type": "string", "pattern": "Z$"},
           "version": {"type": "integer", "minimum": 1}, "tooling": {"type": "string"},
           "statements": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["vulnerability", "status"], "additionalProperties": false,
             "properties": {
               "vulnerability": {"type": "object", "required": ["name"], "additionalProperties": false, "properties": {"name": {"type": "string"}, "description": {"type": "string"}}},
               "timestamp": {"type": "string"}, "status": {"type": "string"}, "status_notes": {"type": "string"}, "impact_statement": {"type": "string"}, "action_statement": {"type": "string"},
               "justification": {"enum": ["component_not_present", "vulnerable_code_not_present", "vulnerable_code_not_in_execute_path", "vulnerable_code_cannot_be_controlled_by_adversary", "inline_mitigations_already_exist"]},
               "products": {"type": "array", "uniqueItems": true, "minItems": 1, "items": {"type": "object", "additionalProperties": false, "properties": {"@id": {"type": "string", "pattern": "^pkg:oci/[a-z0-9._-]+(@sha256%3A[0-9a-f]{64})?\\?repository_url=[^/]+$"}}}}},
             "oneOf": [
               {"properties": {"status": {"enum": ["under_investigation", "fixed"]}}},
               {"properties": {"status": {"enum": ["affected"]}}, "required": ["action_statement"]},
               {"properties": {"status": {"enum": ["not_affected"]}}, "required": ["justification"], "not": {"required": ["impact_statement"]}},
               {"properties": {"status": {"enum": ["not_affected"]}}, "required": ["impact_statement"], "not": {"required": ["justification"]}}]}}}}
        """;

    private const string Vsa = """
        {"type": "object", "required": ["_type", "subject", "predicateType", "predicate"], "additionalProperties": false,
         "properties": {
           "_type": {"enum": ["https://in-toto.io/Statement/v1"]}, "predicateType": {"enum": ["https://slsa.dev/verification_summary/v1"]},
           "subject": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["digest"], "properties": {"digest": {"type": "object", "required": ["sha256"], "properties": {"sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}}}}},
           "predicate": {"type": "object", "required": ["verifier", "timeVerified", "resourceUri", "policy", "verificationResult", "verifiedLevels"], "properties": {
             "verifier": {"type": "object", "required": ["id"]}, "timeVerified": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$"}, "policy": {"type": "object", "required": ["uri"]},
             "verificationResult": {"enum": ["PASSED", "FAILED"]}, "verifiedLevels": {"type": "array", "items": {"type": "string"}}}}}}
        """;

    private const string Sarif = """
        {"type": "object", "required": ["version", "runs"], "properties": {"version": {"enum": ["2.1.0"]}, "runs": {"type": "array", "items": {
          "type": "object", "required": ["tool", "results"], "additionalProperties": false, "properties": {
            "tool": {"type": "object", "required": ["driver"], "properties": {"driver": {"type": "object", "required": ["name"], "properties": {"rules": {"type": "array", "uniqueItems": true, "items": {"type": "object", "required": ["id"]}}}}}},
            "results": {"type": "array", "items": {"type": "object", "required": ["message"], "properties": {
              "message": {"type": "object", "required": ["text"]}, "kind": {"enum": ["pass", "open", "informational", "notApplicable", "review", "fail"]}, "level": {"enum": ["none", "note", "warning", "error"]},
              "occurrenceCount": {"type": "integer", "minimum": 1}, "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
              "suppressions": {"type": "array", "items": {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["inSource", "external"]}}}},
              "locations": {"type": "array", "items": {"type": "object", "properties": {"physicalLocation": {"type": "object", "required": ["artifactLocation"], "properties": {"region": {"type": "object", "properties": {"startLine": {"type": "integer", "minimum": 1}}}}}}}}}}}}}}}}
        """;

    private readonly StoreFixture fixture = new();
    private readonly FakeTimeProvider time = new(DateTimeOffset.Parse("2026-11-21T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));

    public void Dispose() => fixture.Dispose();

    [Theory]
    [InlineData(IncidentExportFormat.Ocsf, Ocsf, 7)]
    [InlineData(IncidentExportFormat.OpenReports, OpenReports, 1)]
    [InlineData(IncidentExportFormat.OpenVex, OpenVex, 1)]
    [InlineData(IncidentExportFormat.Vsa, Vsa, 1)]
    [InlineData(IncidentExportFormat.Sarif, Sarif, 1)]
    public async Task Each_format_holds_what_its_specification_demands(IncidentExportFormat format, string schema, int documents)
    {
        await using IncidentStore store = await EveryStateAsync();
        string text = await ExportAsync(store, format);
        string[] found = documents == 1 && format != IncidentExportFormat.Vsa ? [text] : text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(documents, found.Length);
        JsonSchema known = await JsonSchema.FromJsonAsync(schema);
        Assert.All(found, document => Assert.Empty(known.Validate(document).Select(error => $"{error.Path}: {error.Kind}")));
        Assert.Equal(text, await ExportAsync(store, format));
    }

    [Fact]
    public async Task Each_state_is_told_as_the_formats_tell_it()
    {
        await using IncidentStore store = await EveryStateAsync();
        using JsonDocument reports = JsonDocument.Parse(await ExportAsync(store, IncidentExportFormat.OpenReports));
        IEnumerable<string> results = reports.RootElement.GetProperty("items").EnumerateArray().SelectMany(report => report.GetProperty("results").EnumerateArray())
            .Select(result => $"{result.GetProperty("rule").GetString()} {result.GetProperty("result").GetString()}").Order();
        Assert.Equal(["falsified skip", "host fail", "mitigated warn", "open fail", "regressed fail", "triaged fail", "waived skip"], results);

        using JsonDocument vex = JsonDocument.Parse(await ExportAsync(store, IncidentExportFormat.OpenVex));
        IEnumerable<string> statements = vex.RootElement.GetProperty("statements").EnumerateArray()
            .Select(statement => $"{statement.GetProperty("vulnerability").GetProperty("description").GetString()!.Split(':')[0]} {statement.GetProperty("status").GetString()}").Order();
        Assert.Equal(["falsified not_affected", "mitigated not_affected", "open under_investigation", "regressed affected", "triaged affected", "waived under_investigation"], statements);

        using JsonDocument sarif = JsonDocument.Parse(await ExportAsync(store, IncidentExportFormat.Sarif));
        JsonElement located = sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().First(result => result.GetProperty("ruleId").GetString() == "open");
        Assert.Equal("deploy/web.yaml", located.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
    }

    [Fact]
    public async Task A_store_without_images_makes_no_statement_about_any()
    {
        await using IncidentStore store = await fixture.OpenAsync(time: time);
        Assert.Equal("", await ExportAsync(store, IncidentExportFormat.OpenVex));
        Assert.Equal("", await ExportAsync(store, IncidentExportFormat.Vsa));
    }

    private async Task<string> ExportAsync(IncidentStore store, IncidentExportFormat format)
    {
        var query = new IncidentQuery { AtLeast = KubeSec.Findings.Severity.Info, States = Enum.GetValues<IncidentState>() };
        IncidentExport export = await IncidentExport.ReadAsync(store, query, time);
        var output = new StringWriter();
        export.Write(format, output);
        return output.ToString();
    }

    private async Task<IncidentStore> EveryStateAsync()
    {
        IncidentStore store = await fixture.OpenAsync(time: time);
        foreach (string rule in (string[])["open", "triaged", "mitigated", "regressed", "falsified", "waived"])
        {
            await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event(rule: rule, digest: FalcoEvents.Digest)), "-");
        }

        await store.RecordAsync(StoreFixture.Text("""{"hostname":"node-1","output":"x","priority":"Critical","rule":"host","source":"syscall","time":"2026-11-20T14:02:11Z","output_fields":{"container.id":"host"}}"""), "-");
        Dictionary<string, string> ids = (await store.ListAsync(new IncidentQuery())).ToDictionary(incident => incident.Rule, incident => incident.Id);
        await store.MoveAsync(ids["triaged"], IncidentState.Triaged, "ann", "real", "");
        await store.MoveAsync(ids["mitigated"], IncidentState.Mitigated, "ann", "rebuilt", "commit c1");
        await store.MoveAsync(ids["regressed"], IncidentState.Mitigated, "ann", "rebuilt", "commit c1");
        await store.MoveAsync(ids["regressed"], IncidentState.Regressed, "ann", "it is back", "");
        await store.MoveAsync(ids["falsified"], IncidentState.FalsePositive, "ann", "a drill", "");
        await store.WaiveAsync(new IncidentWaiver { Incident = ids["waived"], Owner = "ann", Approver = "bob", Reason = "later", Expires = new DateOnly(2026, 12, 1) });
        await store.RecordGateRunAsync(new GateRunRecord
        {
            Verdict = "fail",
            Commit = "c2",
            Containers = [new DeployedContainer { Namespace = "shop", Kind = "Deployment", Workload = "web", Container = "web", Image = $"ghcr.io/acme/shop-web:2@{FalcoEvents.Digest}", File = "deploy/web.yaml", Line = 12 }],
        });
        return store;
    }
}
