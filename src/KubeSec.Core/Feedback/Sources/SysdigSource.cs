using System.Text.Json;
using KubeSec.Feedback.Observations;

namespace KubeSec.Feedback.Sources;

/// <summary>Sysdig Secure: rows of its vulnerability reporting, and secure events, which carry Falco's rules.</summary>
internal sealed class SysdigSource : IEventSource
{
    public string Name => "sysdig";

    public bool Recognises(JsonElement root) =>
        (root.At("data").ValueKind == JsonValueKind.Array && root.Items("data").Any(item => item.Has("vulnName") || IsEvent(item))) || IsEvent(root);

    public IEnumerable<SourceEvent> Read(JsonElement root) => IsEvent(root) ? [ReadEvent(root)]
        : root.Items("data").Select(item => IsEvent(item) ? ReadEvent(item) : ReadRow(item));

    private static bool IsEvent(JsonElement root) => root.Has("content") && root.At("content").Has("ruleName");

    private SourceEvent ReadRow(JsonElement row) => row.Text("vulnName") is not { } name ? SourceEvent.Refuse("a row without 'vulnName'") : (new Observation
    {
        Source = Name,
        Kind = ObservationKind.Finding,
        Rule = name,
        Severity = SeverityWords.Of(row.Text("vulnSeverity")),
        Cluster = row.Text("k8sClusterName"),
        Namespace = row.Text("k8sNamespaceName"),
        WorkloadKind = row.Text("k8sWorkloadType"),
        Workload = row.Text("k8sWorkloadName"),
        Container = row.Text("k8sPodContainerName"),
        Target = $"{row.Text("packageName")}@{row.Text("packageVersion")} {row.Text("packagePath")}".Trim(),
        Message = $"{name} in {row.Text("packageName")} {row.Text("packageVersion")}, fixed in {row.Text("vulnFixVersion") ?? "no version yet"}",
    }).WithImage(row.Text("imagePullString"), row.Text("imageId"));

    private SourceEvent ReadEvent(JsonElement root)
    {
        JsonElement fields = root.At("content", "fields");
        JsonElement labels = root.At("labels");
        return (new Observation
        {
            Source = Name,
            Kind = ObservationKind.Alert,
            Rule = root.Text("content", "ruleName")!,
            // Sysdig counts downwards: 0 to 3 is high, 4 and 5 medium, 6 low, 7 information.
            Severity = root.Number("severity") switch { <= 3 => Findings.Severity.High, <= 5 => Findings.Severity.Medium, 6 => Findings.Severity.Low, null => Findings.Severity.Medium, _ => Findings.Severity.Info },
            At = EventTime.Parse(root.Text("timestamp")) ?? EventTime.Nanoseconds(root.At("timestamp")),
            NativeId = root.Text("id"),
            Message = root.Text("content", "output"),
            Cluster = labels.Text("kubernetes.cluster.name"),
            Namespace = labels.Text("kubernetes.namespace.name"),
            Pod = labels.Text("kubernetes.pod.name"),
            WorkloadKind = labels.Text("kubernetes.workload.type"),
            Workload = labels.Text("kubernetes.workload.name"),
            Container = labels.Text("container.name"),
            ContainerId = fields.Text("container.id"),
            Executable = fields.Text("proc.exepath") ?? fields.Text("proc.name"),
            CommandLine = fields.Text("proc.cmdline"),
        }).WithImage(fields.Text("container.image.repository"), fields.Text("container.image.digest"), fields.Text("container.image.tag"));
    }
}
