using System.Text.Json;
using KubeSec.Feedback.Observations;
using KubeSec.Findings;

namespace KubeSec.Feedback.Sources;

/// <summary>
/// Tracee's events in their three shapes: flat (<c>containerId</c>, <c>podName</c>), nested (<c>container{}</c>,
/// <c>kubernetes{}</c>; types/trace/trace.go) and the newer one made from protocol buffers (<c>workload{}</c>, <c>threat{}</c>).
/// </summary>
internal sealed class TraceeSource : IEventSource
{
    public string Name => "tracee";

    public bool Recognises(JsonElement root) =>
        (root.IsText("eventName") && (root.Has("args") || root.Has("hostProcessId") || root.Has("processName"))) || IsProto(root);

    public IEnumerable<SourceEvent> Read(JsonElement root) => [IsProto(root) ? ReadProto(root) : ReadClassic(root)];

    private static bool IsProto(JsonElement root) => root.IsText("name") && root.Has("workload") && root.Has("timestamp");

    private Observation ReadClassic(JsonElement root)
    {
        JsonElement properties = root.At("metadata", "Properties");
        string name = root.Text("eventName")!;
        bool signature = properties.ValueKind == JsonValueKind.Object;
        string? container = root.Text("container", "id") ?? root.Text("containerId");
        var observation = new Observation
        {
            Source = Name,
            Kind = signature ? ObservationKind.Alert : ObservationKind.Activity,
            Rule = properties.Text("signatureName") ?? name,
            Severity = signature ? SeverityOf(properties.Number("Severity")) : Severity.Info,
            At = EventTime.Nanoseconds(root.At("timestamp")),
            NativeId = $"{root.Text("eventId")}:{root.Text("hostThreadId")}",
            Message = root.Text("metadata", "Description"),
            Sensor = root.Text("hostName"),
            Executable = root.Text("executable", "path") ?? root.Text("processName"),
            Pid = root.Number("hostProcessId"),
            User = root.Text("userId"),
            Target = TargetOf(root.Items("args"), "value"),
            Connection = signature ? null : TraceePeer.Of(name, root.Items("args")),
            CommandLine = ArgumentsOf(root.Items("args")),
            Techniques = properties.Text("external_id") is { } technique ? [technique] : null,
        };
        if (container is null)
        {
            return observation with { Origin = OriginClass.Host };
        }

        return (observation with
        {
            ContainerId = container,
            Container = root.Text("container", "name") ?? root.Text("containerName"),
            Namespace = root.Text("kubernetes", "podNamespace") ?? root.Text("podNamespace"),
            Pod = root.Text("kubernetes", "podName") ?? root.Text("podName"),
            PodUid = root.Text("kubernetes", "podUID") ?? root.Text("podUID"),
            Origin = properties.Text("signatureID") == "TRC-1022" ? OriginClass.Dropped : OriginClass.Unknown,
        }).WithImage(root.Text("container", "image") ?? root.Text("containerImage"), root.Text("container", "imageDigest"));
    }

    private Observation ReadProto(JsonElement root)
    {
        JsonElement process = root.At("workload", "process");
        JsonElement threat = root.At("threat");
        bool signature = threat.ValueKind == JsonValueKind.Object;
        JsonElement container = root.At("workload", "container");
        var observation = new Observation
        {
            Source = Name,
            Kind = signature ? ObservationKind.Alert : ObservationKind.Activity,
            Rule = threat.Text("name") ?? root.Text("name")!,
            Severity = signature ? SeverityOf(threat.Text("severity")) : Severity.Info,
            At = root.Number("timestamp", "seconds") is { } seconds ? EventTime.FromSeconds(seconds, root.Number("timestamp", "nanos") ?? 0) : EventTime.Parse(root.Text("timestamp")),
            NativeId = $"{root.Text("id")}:{process.Text("thread", "host_tid")}",
            Message = threat.Text("description"),
            Executable = process.Text("executable", "path") ?? process.Text("thread", "name"),
            Pid = process.Number("host_pid", "value") ?? process.Number("pid", "value"),
            User = process.Text("real_user", "id", "value"),
            Target = TargetOf(root.Items("data"), "str"),
            Connection = signature ? null : TraceePeer.Of(root.Text("name")!, root.Items("data")),
            CommandLine = ArgumentsOf(root.Items("data")),
            Techniques = threat.Text("mitre", "technique", "id") is { } technique ? [technique] : null,
        };
        if (container.ValueKind != JsonValueKind.Object || container.Text("id") is null)
        {
            return observation with { Origin = OriginClass.Host };
        }

        JsonElement pod = root.At("workload", "k8s");
        return (observation with
        {
            ContainerId = container.Text("id"),
            Container = container.Text("name"),
            Namespace = pod.Text("namespace", "name") ?? pod.Text("namespace"),
            Pod = pod.Text("pod", "name"),
            PodUid = pod.Text("pod", "uid"),
        }).WithImage(container.Text("image", "name") ?? container.Text("image"), container.Text("image", "repo_digest"));
    }

    private static string? TargetOf(IEnumerable<JsonElement> arguments, string value)
    {
        foreach (JsonElement argument in arguments)
        {
            if (argument.Text("name") is "pathname" or "remote_addr" or "dst" or "file_path" or "name")
            {
                return argument.Text(value) ?? argument.At(value).ToString();
            }
        }

        return null;
    }

    private static string? ArgumentsOf(IEnumerable<JsonElement> arguments)
    {
        foreach (JsonElement argument in arguments)
        {
            if (argument.Text("name") == "argv")
            {
                JsonElement list = argument.At("value") is { ValueKind: JsonValueKind.Array } value ? value : argument.At("str_array", "value");
                return list.ValueKind == JsonValueKind.Array ? string.Join(' ', list.EnumerateArray().Select(item => item.ToString())) : null;
            }
        }

        return null;
    }

    // Signatures grade 0 to 3 (signatures/helpers: Information, Low … ), the newer shape in words.
    private static Severity SeverityOf(long? grade) => grade switch
    {
        >= 4 => Severity.Critical,
        3 => Severity.High,
        2 => Severity.Medium,
        1 => Severity.Low,
        null => Severity.Medium,
        _ => Severity.Info,
    };

    private static Severity SeverityOf(string? word) => word?.ToLowerInvariant() switch
    {
        "critical" => Severity.Critical,
        "high" => Severity.High,
        "medium" => Severity.Medium,
        "low" => Severity.Low,
        "info" or "information" => Severity.Info,
        _ => Severity.Medium,
    };
}
