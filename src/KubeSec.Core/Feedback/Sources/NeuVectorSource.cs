using System.Text.Json;
using KubeSec.Feedback.Observations;

namespace KubeSec.Feedback.Sources;

/// <summary>NeuVector: scan reports of its REST interface, and its run-time incidents and threats as syslog or webhook JSON.</summary>
internal sealed class NeuVectorSource : IEventSource
{
    public string Name => "neuvector";

    public bool Recognises(JsonElement root) => IsScan(root) || IsEvent(root);

    public IEnumerable<SourceEvent> Read(JsonElement root) => IsScan(root) ? ReadScan(root.At("report")) : [ReadEvent(root)];

    private static bool IsScan(JsonElement root) => root.At("report", "vulnerabilities").ValueKind == JsonValueKind.Array && !root.Has("apiVersion");

    private static bool IsEvent(JsonElement root) =>
        root.Text("notification") is "incident" or "threat" or "violation" || (root.Has("workload_name") && root.Has("workload_domain"));

    private IEnumerable<SourceEvent> ReadScan(JsonElement report)
    {
        string? repository = report.Text("repository");
        string? registry = report.Text("registry")?.Replace("https://", "", StringComparison.Ordinal).TrimEnd('/');
        Observation subject = new Observation { Source = Name, Kind = ObservationKind.Finding, Rule = "" }
            .WithImage(repository is null ? null : registry is null ? repository : $"{registry}/{repository}", report.Text("digest"), report.Text("tag"));
        return ScanReport.Of(subject, report.Items("vulnerabilities").Select(item => (SourceEvent)(subject with
        {
            Rule = item.Text("name") ?? "vulnerability",
            Severity = SeverityWords.Of(item.Text("severity")),
            Target = $"{item.Text("package_name")}@{item.Text("package_version")}",
            Message = $"{item.Text("name")} in {item.Text("package_name")} {item.Text("package_version")}, fixed in {item.Text("fixed_version") ?? "no version yet"}",
        })));
    }

    private SourceEvent ReadEvent(JsonElement root) => (new Observation
    {
        Source = Name,
        Kind = ObservationKind.Alert,
        Rule = root.Text("name") ?? root.Text("notification") ?? "event",
        Severity = SeverityWords.Of(root.Text("level")),
        At = root.Number("reported_timestamp") is { } seconds ? EventTime.FromSeconds(seconds, 0) : EventTime.Parse(root.Text("reported_at")),
        NativeId = root.Text("id"),
        Message = root.Text("message"),
        Sensor = root.Text("host_name"),
        Cluster = root.Text("cluster_name"),
        Namespace = root.Text("workload_domain"),
        Pod = root.Text("workload_name"),
        ContainerId = root.Text("workload_id"),
        Executable = root.Text("proc_path"),
        CommandLine = root.Text("proc_cmd"),
        Parent = root.Text("proc_parent_path"),
    }).WithImage(root.Text("workload_image"));
}
