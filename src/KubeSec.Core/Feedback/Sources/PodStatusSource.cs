using System.Text.Json;
using KubeSec.Feedback.Observations;
using KubeSec.Findings;

namespace KubeSec.Feedback.Sources;

/// <summary>
/// Pods as <c>kubectl get pods -o json</c> prints them: their statuses say which containers were killed for memory or keep
/// crashing. <c>OOMKilled</c> stands only here; the Event that goes with it has another reason.
/// </summary>
internal sealed class PodStatusSource : IEventSource
{
    public string Name => "pod-status";

    public bool Recognises(JsonElement root) => IsPod(root)
        || (root.Text("kind") is "List" or "PodList" && root.At("items").ValueKind == JsonValueKind.Array && root.Items("items").Any(IsPod));

    public IEnumerable<SourceEvent> Read(JsonElement root) => IsPod(root) ? ReadPod(root) : root.Items("items").SelectMany(item =>
        IsPod(item) ? ReadPod(item) : [SourceEvent.Refuse("an object without container statuses")]);

    private static bool IsPod(JsonElement root) => root.Text("kind") is "Pod" or null && root.At("status", "containerStatuses").ValueKind == JsonValueKind.Array
        && root.At("metadata").ValueKind == JsonValueKind.Object;

    private IEnumerable<SourceEvent> ReadPod(JsonElement pod)
    {
        bool any = false;
        foreach (JsonElement status in pod.Items("status", "containerStatuses").Concat(pod.Items("status", "initContainerStatuses")))
        {
            any = true;
            JsonElement ended = status.At("state", "terminated") is { ValueKind: JsonValueKind.Object } now ? now : status.At("lastState", "terminated");
            string? reason = ended.Text("reason") == "OOMKilled" ? "OOMKilled" : status.Text("state", "waiting", "reason") == "CrashLoopBackOff" ? "CrashLoopBackOff" : null;
            JsonElement owner = pod.Items("metadata", "ownerReferences").FirstOrDefault(reference => reference.At("controller").ValueKind == JsonValueKind.True);
            string? id = status.Text("containerID");
            yield return (new Observation
            {
                Source = Name,
                Kind = reason is null ? ObservationKind.Activity : ObservationKind.Alert,
                Rule = reason ?? "container status",
                Severity = reason switch { "OOMKilled" => Severity.Medium, null => Severity.Info, _ => Severity.Low },
                At = EventTime.Parse(ended.Text("finishedAt")) ?? EventTime.Parse(status.Text("state", "running", "startedAt")),
                NativeId = $"{pod.Text("metadata", "uid")}:{status.Text("restartCount")}",
                Sensor = pod.Text("spec", "nodeName"),
                Namespace = pod.Text("metadata", "namespace"),
                Pod = pod.Text("metadata", "name"),
                PodUid = pod.Text("metadata", "uid"),
                Container = status.Text("name"),
                ContainerId = ImageFields.ContainerId(id),
                WorkloadKind = owner.Text("kind"),
                Workload = owner.Text("name"),
            }).WithImage(status.Text("image")).WithImage(status.Text("imageID"));
        }

        if (!any)
        {
            yield return SourceEvent.Refuse("the pod has no container statuses yet");
        }
    }
}
