using System.Text.Json;
using System.Text.RegularExpressions;
using KubeSec.Feedback.Observations;
using KubeSec.Findings;

namespace KubeSec.Feedback.Sources;

/// <summary>
/// Kubernetes Events in both schemas (core/v1 <c>involvedObject</c>, events.k8s.io/v1 <c>regarding</c>), partial ones, and
/// Metricbeat's form. A container killed for memory or restarting in a loop is an alert; the rest is activity.
/// </summary>
internal sealed partial class KubernetesEventSource : IEventSource
{
    public string Name => "k8s-event";

    public bool Recognises(JsonElement root) =>
        (root.Has("involvedObject") && root.Has("reason")) || (root.Has("regarding") && root.Has("reason"))
        || root.At("kubernetes", "event").ValueKind == JsonValueKind.Object
        || (root.Text("kind") is "EventList" && !Audit(root));

    public IEnumerable<SourceEvent> Read(JsonElement root) =>
        root.At("items").ValueKind == JsonValueKind.Array ? root.Items("items").Select(ReadOne)
        : [root.At("kubernetes", "event") is { ValueKind: JsonValueKind.Object } beat ? ReadOne(beat) : ReadOne(root)];

    private static bool Audit(JsonElement root) => (root.Text("apiVersion") ?? "").StartsWith("audit.", StringComparison.Ordinal);

    private SourceEvent ReadOne(JsonElement root)
    {
        JsonElement about = root.At("involvedObject") is { ValueKind: JsonValueKind.Object } involved ? involved
            : root.At("regarding") is { ValueKind: JsonValueKind.Object } regarding ? regarding : root.At("involved_object");
        string? message = root.Text("message") ?? root.Text("note");
        if (root.Text("reason") is not { } reason)
        {
            return SourceEvent.Refuse("the event names no reason");
        }

        Severity? severity = SeverityOf(reason);
        bool pod = about.Text("kind") is null or "Pod";
        // The object's uid and the count tell one report of a repeating event from the next.
        string? count = root.Text("count") ?? root.Text("series", "count") ?? root.Text("deprecatedCount");
        return new Observation
        {
            Source = Name,
            Kind = severity is null ? ObservationKind.Activity : ObservationKind.Alert,
            Rule = reason,
            Severity = severity ?? Severity.Info,
            At = TimeOf(root),
            NativeId = $"{root.Text("metadata", "uid")}:{count ?? root.Text("metadata", "resourceVersion")}",
            Message = message,
            Sensor = root.Text("source", "host") ?? root.Text("reportingInstance"),
            Namespace = about.Text("namespace") ?? root.Text("metadata", "namespace"),
            Pod = pod ? about.Text("name") : null,
            PodUid = pod ? about.Text("uid") : null,
            WorkloadKind = pod ? null : about.Text("kind"),
            Workload = pod ? null : about.Text("name"),
            Container = ContainerOf(about.Text("fieldPath"), message),
        };
    }

    private static long? TimeOf(JsonElement root) =>
        EventTime.Parse(root.Text("series", "lastObservedTime")) ?? EventTime.Parse(root.Text("lastTimestamp")) ?? EventTime.Parse(root.Text("eventTime"))
        ?? EventTime.Parse(root.Text("timestamp", "last_occurrence")) ?? EventTime.Parse(root.Text("firstTimestamp"))
        ?? EventTime.Parse(root.Text("deprecatedLastTimestamp")) ?? EventTime.Parse(root.Text("metadata", "creationTimestamp"));

    // The kubelet's newer text names the container, the older one only the field path did (kubernetes pull request 113216).
    private static string? ContainerOf(string? fieldPath, string? message) =>
        fieldPath is not null && FieldPath().Match(fieldPath) is { Success: true } field ? field.Groups["name"].Value
        : message is not null && Restarting().Match(message) is { Success: true } text ? text.Groups["name"].Value
        : null;

    private static Severity? SeverityOf(string reason) => reason switch
    {
        "OOMKilling" or "OOMKilled" or "SystemOOM" => Severity.Medium,
        "BackOff" or "CrashLoopBackOff" or "Evicted" => Severity.Low,
        _ => null,
    };

    [GeneratedRegex(@"^spec\.(?:init|ephemeral)?[cC]ontainers\{(?<name>[^}]+)\}$", RegexOptions.CultureInvariant)]
    private static partial Regex FieldPath();

    [GeneratedRegex(@"failed container (?<name>\S+) in pod", RegexOptions.CultureInvariant)]
    private static partial Regex Restarting();
}
