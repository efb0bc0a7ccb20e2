using System.Text.Json;
using KubeSec.Feedback.Observations;

namespace KubeSec.Feedback.Sources;

/// <summary>The Trivy operator's reports (aquasecurity.github.io): one, a list, or the operator's dump of all kinds by name.</summary>
internal sealed class TrivyOperatorSource : IEventSource
{
    private const string Group = "aquasecurity.github.io";

    public string Name => "trivy-operator";

    public bool Recognises(JsonElement root) => IsReport(root)
        || (root.At("items").ValueKind == JsonValueKind.Array && root.Items("items").Any(IsReport))
        || (root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Any(property => property.Name.EndsWith("." + Group, StringComparison.Ordinal)));

    public IEnumerable<SourceEvent> Read(JsonElement root)
    {
        if (IsReport(root))
        {
            return ReadReport(root);
        }

        return root.At("items").ValueKind == JsonValueKind.Array
            ? root.Items("items").SelectMany(item => IsReport(item) ? ReadReport(item) : [SourceEvent.Refuse("no report of the Trivy operator")])
            : ScanReport.Of(Empty(), root.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Array)
                .SelectMany(property => property.Value.EnumerateArray()).SelectMany(item => IsReport(item) ? ReadReport(item) : [SourceEvent.Refuse("no report of the Trivy operator")]));
    }

    private static bool IsReport(JsonElement root) => (root.Text("apiVersion") ?? "").StartsWith(Group + "/", StringComparison.Ordinal);

    private Observation Empty() => new() { Source = Name, Kind = ObservationKind.Report, Rule = "no findings" };

    private IEnumerable<SourceEvent> ReadReport(JsonElement root)
    {
        JsonElement labels = root.At("metadata", "labels");
        JsonElement report = root.At("report");
        string? repository = report.Text("artifact", "repository");
        string? server = report.Text("registry", "server");
        Observation subject = (Empty() with
        {
            Kind = ObservationKind.Finding,
            At = EventTime.Parse(report.Text("updateTimestamp")) ?? EventTime.Parse(root.Text("metadata", "creationTimestamp")),
            NativeId = $"{root.Text("kind")}:{root.Text("metadata", "namespace")}/{root.Text("metadata", "name")}",
            Namespace = labels.Text("trivy-operator.resource.namespace") ?? root.Text("metadata", "namespace"),
            WorkloadKind = labels.Text("trivy-operator.resource.kind"),
            Workload = labels.Text("trivy-operator.resource.name"),
            Container = labels.Text("trivy-operator.container.name"),
        }).WithImage(
            repository is null ? null : server is null or "index.docker.io" ? repository : $"{server}/{repository}", report.Text("artifact", "digest"), report.Text("artifact", "tag"));
        return ScanReport.Of(subject, Findings(subject, report).Concat(Compliance(subject, root)));
    }

    private static IEnumerable<SourceEvent> Findings(Observation subject, JsonElement report)
    {
        foreach (JsonElement item in report.Items("vulnerabilities"))
        {
            yield return subject with
            {
                Rule = item.Text("vulnerabilityID") ?? "vulnerability",
                Severity = SeverityWords.Of(item.Text("severity")),
                Target = $"{item.Text("resource")}@{item.Text("installedVersion")} {item.Text("target") ?? item.Text("packagePath")}".Trim(),
                Message = item.Text("title"),
            };
        }

        foreach (JsonElement item in report.Items("checks"))
        {
            yield return subject with
            {
                Kind = item.At("success").ValueKind == JsonValueKind.True ? ObservationKind.Report : ObservationKind.Finding,
                Rule = item.Text("checkID") ?? "check",
                Severity = SeverityWords.Of(item.Text("severity")),
                Target = string.Join("; ", item.Items("messages").Select(message => message.ToString())),
                Message = item.Text("title"),
            };
        }

        foreach (JsonElement item in report.Items("secrets"))
        {
            yield return subject with
            {
                Rule = item.Text("ruleID") ?? "secret",
                Severity = SeverityWords.Of(item.Text("severity")),
                Target = item.Text("target"),
                Message = item.Text("title"),
            };
        }
    }

    private static IEnumerable<SourceEvent> Compliance(Observation subject, JsonElement root)
    {
        foreach (JsonElement item in root.Items("status", "summaryReport", "controlCheck"))
        {
            long failures = item.Number("totalFail") ?? item.Number("failTotal") ?? 0;
            yield return subject with
            {
                Kind = failures > 0 ? ObservationKind.Finding : ObservationKind.Report,
                Rule = item.Text("id") ?? "control",
                Severity = SeverityWords.Of(item.Text("severity")),
                Message = item.Text("name"),
            };
        }
    }
}
