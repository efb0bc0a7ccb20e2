using System.Text.Json;
using KubeSec.Feedback.Observations;

namespace KubeSec.Feedback.Sources;

/// <summary>PolicyReport and ClusterPolicyReport of the Kubernetes policy working group, and their successor OpenReports.</summary>
internal sealed class PolicyReportSource : IEventSource
{
    private static readonly string[] Groups = ["wgpolicyk8s.io/", "openreports.io/", "reports.x-k8s.io/"];

    public string Name => "policyreport";

    public bool Recognises(JsonElement root) => IsReport(root)
        || (root.At("items").ValueKind == JsonValueKind.Array && root.Items("items").Any(IsReport));

    public IEnumerable<SourceEvent> Read(JsonElement root) => IsReport(root) ? ReadReport(root)
        : root.Items("items").SelectMany(item => IsReport(item) ? ReadReport(item) : [SourceEvent.Refuse("no policy report")]);

    private static bool IsReport(JsonElement root) =>
        root.Text("apiVersion") is { } version && Array.Exists(Groups, group => version.StartsWith(group, StringComparison.Ordinal));

    private IEnumerable<SourceEvent> ReadReport(JsonElement root)
    {
        JsonElement scope = root.At("scope");
        Observation subject = Place(
            new Observation
            {
                Source = Name,
                Kind = ObservationKind.Finding,
                Rule = "",
                At = EventTime.Parse(root.Text("metadata", "creationTimestamp")),
                NativeId = $"{root.Text("metadata", "namespace")}/{root.Text("metadata", "name")}",
                Namespace = root.Text("metadata", "namespace"),
            },
            scope);
        return ScanReport.Of(subject, root.Items("results").SelectMany(result => ReadResult(subject, result)));
    }

    private static IEnumerable<SourceEvent> ReadResult(Observation subject, JsonElement result)
    {
        string? outcome = result.Text("result") ?? result.Text("status");
        if (result.Text("policy") is not { } policy)
        {
            yield return SourceEvent.Refuse("a result without a policy");
            yield break;
        }

        // The old working group versions keep seconds and nanos, and call the severity "severity" or leave it out.
        long? at = result.Number("timestamp", "seconds") is { } seconds ? EventTime.FromSeconds(seconds, result.Number("timestamp", "nanos") ?? 0) : subject.At;
        Observation read = subject with
        {
            Kind = outcome?.ToLowerInvariant() is "fail" or "warn" or "error" ? ObservationKind.Finding : ObservationKind.Report,
            Rule = result.Text("rule") is { } rule ? $"{policy}/{rule}" : policy,
            Severity = SeverityWords.Of(result.Text("severity")),
            At = at,
            Message = result.Text("message") ?? result.Text("description"),
            Target = outcome,
        };
        JsonElement[] resources = [.. result.Items("resources").Concat(result.Items("subjects"))];
        if (resources.Length == 0)
        {
            yield return read;
        }

        foreach (JsonElement resource in resources)
        {
            yield return Place(read, resource);
        }
    }

    private static Observation Place(Observation observation, JsonElement resource) => resource.Text("kind") switch
    {
        null => observation,
        "Pod" => observation with { Namespace = resource.Text("namespace") ?? observation.Namespace, Pod = resource.Text("name"), PodUid = resource.Text("uid") },
        { } kind => observation with { Namespace = resource.Text("namespace") ?? observation.Namespace, WorkloadKind = kind, Workload = resource.Text("name") },
    };
}
