using System.Text.Json;
using KubeSec.Feedback.Observations;
using KubeSec.Findings;

namespace KubeSec.Feedback.Sources;

/// <summary>
/// The API server's audit log (audit.k8s.io), bare or as an EventList. Most requests are activity; the few that attackers
/// need are alerts, see <see cref="AuditDetections"/>.
/// </summary>
internal sealed class AuditSource : IEventSource
{
    public string Name => "k8s-audit";

    public bool Recognises(JsonElement root) =>
        root.Text("apiVersion") is { } version && version.StartsWith("audit.k8s.io/", StringComparison.Ordinal)
        || (root.IsText("auditID") && root.IsText("verb"));

    public IEnumerable<SourceEvent> Read(JsonElement root) =>
        root.At("items").ValueKind == JsonValueKind.Array ? root.Items("items").Select(ReadOne) : [ReadOne(root)];

    private SourceEvent ReadOne(JsonElement root)
    {
        if (root.Text("auditID") is not { } id || root.Text("verb") is not { } verb)
        {
            return SourceEvent.Refuse("an audit event needs 'auditID' and 'verb'");
        }

        JsonElement target = root.At("objectRef");
        (string rule, Severity severity, OriginClass origin)? detection = AuditDetections.Of(root);
        string resource = string.Join('/', new[] { target.Text("resource"), target.Text("subresource") }.Where(part => part is not null));
        var observation = new Observation
        {
            Source = Name,
            Kind = detection is null ? ObservationKind.Activity : ObservationKind.Alert,
            Rule = detection?.rule ?? $"{verb} {resource}".Trim(),
            Severity = detection?.severity ?? Severity.Info,
            At = EventTime.Parse(root.Text("stageTimestamp") ?? root.Text("requestReceivedTimestamp") ?? root.Text("timestamp")),
            NativeId = $"{id}:{root.Text("stage")}",
            Message = $"{root.Text("user", "username")} {verb} {root.Text("requestURI")} ({root.Text("responseStatus", "code")})",
            User = root.Text("user", "username"),
            Namespace = target.Text("namespace"),
            Pod = target.Text("resource") == "pods" ? target.Text("name") ?? root.Text("responseObject", "metadata", "name") : null,
            Target = $"{resource} {target.Text("name")}".Trim(),
            Origin = detection?.origin ?? OriginClass.Unknown,
        };
        return AddWorkload(observation, target).WithImage(ImageOf(root));
    }

    private static Observation AddWorkload(Observation observation, JsonElement target) => target.Text("resource") switch
    {
        "deployments" => observation with { WorkloadKind = "Deployment", Workload = target.Text("name") },
        "daemonsets" => observation with { WorkloadKind = "DaemonSet", Workload = target.Text("name") },
        "statefulsets" => observation with { WorkloadKind = "StatefulSet", Workload = target.Text("name") },
        "cronjobs" => observation with { WorkloadKind = "CronJob", Workload = target.Text("name") },
        "jobs" => observation with { WorkloadKind = "Job", Workload = target.Text("name") },
        _ => observation,
    };

    // Only a pod of one container says which image it is about.
    private static string? ImageOf(JsonElement root)
    {
        JsonElement spec = root.At("requestObject", "spec");
        JsonElement containers = spec.At("containers") is { ValueKind: JsonValueKind.Array } direct ? direct : spec.At("template", "spec", "containers");
        return containers.ValueKind == JsonValueKind.Array && containers.GetArrayLength() == 1 ? containers[0].Text("image") : null;
    }
}
