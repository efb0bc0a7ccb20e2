using System.Text.Json;
using KubeSec.Feedback.Observations;
using KubeSec.Findings;

namespace KubeSec.Feedback.Sources;

/// <summary>Kubescape: the posture report of its scans, and the run-time alerts of its node agent (armotypes RuntimeAlert).</summary>
internal sealed class KubescapeSource : IEventSource
{
    public string Name => "kubescape";

    public bool Recognises(JsonElement root) => IsPosture(root) || IsAlert(root);

    public IEnumerable<SourceEvent> Read(JsonElement root) => IsPosture(root) ? ReadPosture(root) : [ReadAlert(root)];

    private static bool IsPosture(JsonElement root) => root.Has("summaryDetails") && (root.Has("results") || root.Has("resources"));

    private static bool IsAlert(JsonElement root) =>
        (root.Has("RuleID") || root.Has("alertName")) && (root.Has("BaseRuntimeMetadata") || root.Has("RuntimeK8sDetails") || root.Has("RuntimeProcessDetails") || root.Has("containerID") || root.Has("podName"));

    private IEnumerable<SourceEvent> ReadPosture(JsonElement root)
    {
        var subject = new Observation
        {
            Source = Name,
            Kind = ObservationKind.Finding,
            Rule = "",
            // Go's zero time stands for "not said".
            At = root.Text("generationTime") is "0001-01-01T00:00:00Z" ? null : EventTime.Parse(root.Text("generationTime")),
            NativeId = root.Text("reportGUID"),
            Cluster = root.Text("clusterName"),
        };
        return ScanReport.Of(subject, root.Items("results").SelectMany(result => ReadResource(subject, root, result)));
    }

    private static IEnumerable<SourceEvent> ReadResource(Observation subject, JsonElement root, JsonElement result)
    {
        string id = result.Text("resourceID") ?? "";
        Observation about = Place(subject, id);
        foreach (JsonElement control in result.Items("controls"))
        {
            string code = control.Text("controlID") ?? "control";
            bool failed = control.Text("status", "status") == "failed";
            long? score = root.At("summaryDetails", "controls", code).Number("scoreFactor");
            yield return about with
            {
                Kind = failed ? ObservationKind.Finding : ObservationKind.Report,
                Rule = code,
                Severity = failed ? OfScore(score) : Severity.Info,
                Message = control.Text("name"),
                Target = id,
            };
        }
    }

    // path=123/api=apps/v1//Deployment/nginx-deployment and /v1/default/Pod/x: the kind and name end the id.
    private static Observation Place(Observation subject, string id)
    {
        string[] parts = id.Split('/');
        if (parts.Length < 3)
        {
            return subject;
        }

        string ns = parts[^3];
        return subject with { Namespace = ns.Length > 0 ? ns : null, WorkloadKind = parts[^2], Workload = parts[^1] };
    }

    private SourceEvent ReadAlert(JsonElement root)
    {
        JsonElement k8s = root.At("RuntimeK8sDetails") is { ValueKind: JsonValueKind.Object } nested ? nested : root;
        JsonElement process = root.At("processTree") is { ValueKind: JsonValueKind.Object } tree ? tree : root.At("RuntimeProcessDetails", "processTree");
        return (new Observation
        {
            Source = Name,
            Kind = ObservationKind.Alert,
            Rule = root.Text("alertName") ?? root.Text("RuleID") ?? "alert",
            Severity = OfScore(root.Number("severity") ?? root.Number("BaseRuntimeMetadata", "severity")),
            At = EventTime.Parse(root.Text("timestamp")) ?? EventTime.Parse(root.Text("BaseRuntimeMetadata", "timestamp")),
            NativeId = root.Text("uniqueID") ?? root.Text("BaseRuntimeMetadata", "uniqueID"),
            Message = root.Text("message"),
            Sensor = k8s.Text("nodeName"),
            Cluster = k8s.Text("clusterName"),
            Namespace = k8s.Text("podNamespace") ?? k8s.Text("namespace"),
            Pod = k8s.Text("podName"),
            PodUid = k8s.Text("podUID"),
            Container = k8s.Text("containerName"),
            ContainerId = k8s.Text("containerID"),
            WorkloadKind = k8s.Text("workloadKind"),
            Workload = k8s.Text("workloadName"),
            Executable = process.Text("path"),
            CommandLine = process.Text("cmdline"),
            Pid = process.Number("pid"),
            Origin = process.At("upperLayer").ValueKind == JsonValueKind.True ? OriginClass.Dropped
                : process.At("upperLayer").ValueKind == JsonValueKind.False ? OriginClass.ImageBorne : OriginClass.Unknown,
        }).WithImage(k8s.Text("image"), k8s.Text("imageDigest"));
    }

    private static Severity OfScore(long? score) => score switch
    {
        >= 9 => Severity.Critical,
        >= 7 => Severity.High,
        >= 4 => Severity.Medium,
        null => Severity.Medium,
        >= 1 => Severity.Low,
        _ => Severity.Info,
    };
}
