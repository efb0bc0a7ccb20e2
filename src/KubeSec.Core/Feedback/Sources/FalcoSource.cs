using System.Text.Json;
using KubeSec.Feedback.Observations;
using KubeSec.Findings;

namespace KubeSec.Feedback.Sources;

/// <summary>
/// Falco's JSON output (userspace/engine/formats.cpp) as written by Falco or passed on by falcosidekick, which adds
/// <c>uuid</c> and custom fields and sorts tags: neither is part of the event's identity.
/// </summary>
internal sealed class FalcoSource : IEventSource
{
    public string Name => "falco";

    public bool Recognises(JsonElement root) =>
        root.IsText("rule") && root.IsText("priority") && (root.Has("output_fields") || root.Has("output"));

    public IEnumerable<SourceEvent> Read(JsonElement root)
    {
        JsonElement fields = root.At("output_fields");
        string? rule = root.Text("rule");
        if (rule is null)
        {
            return [SourceEvent.Refuse("the event names no rule")];
        }

        // A double has lost the last digits of evt.time before some senders print it: the text is trusted first.
        long? at = EventTime.Parse(root.Text("time"));
        if (at is null && root.Text("time") is not null)
        {
            return [SourceEvent.Refuse("'time' is no RFC 3339 time")];
        }

        at ??= EventTime.Nanoseconds(fields.At("evt.time")) ?? EventTime.Nanoseconds(fields.At("evt.time.iso8601"));
        if (at is null)
        {
            return [SourceEvent.Refuse("the event has no time")];
        }

        if (SeverityOf(root.Text("priority")) is not { } severity)
        {
            return [SourceEvent.Refuse("'priority' is none of Falco's")];
        }

        var observation = new Observation
        {
            Source = Name,
            Kind = KindOf(rule, root.Text("output")),
            Rule = rule,
            Severity = severity,
            At = at,
            NativeId = fields.Text("evt.num"),
            Message = root.Text("output"),
            Sensor = root.Text("hostname"),
            Techniques = TechniqueTags.Of(root.Items("tags")),
        };
        return [AddProcess(AddContainer(observation, fields), fields)];
    }

    private static Observation AddContainer(Observation observation, JsonElement fields)
    {
        string? id = fields.Text("container.full_id") ?? fields.Text("container.id");
        if (id == "host")
        {
            return observation with { Origin = OriginClass.Host };
        }

        observation = observation with
        {
            ContainerId = id,
            Container = fields.Text("container.name"),
            Namespace = fields.Text("k8s.ns.name") ?? fields.Text("ka.target.namespace"),
            Pod = fields.Text("k8s.pod.name")
                ?? (fields.Text("ka.target.resource") == "pods" ? fields.Text("ka.target.name") : null) ?? fields.Text("ka.resp.name"),
            PodUid = fields.Text("k8s.pod.uid"),
            WorkloadKind = fields.Text("k8s.deployment.name") is null ? null : "Deployment",
            Workload = fields.Text("k8s.deployment.name"),
            Origin = fields.Text("ka.target.subresource") is "exec" or "attach" or "ephemeralcontainers" ? OriginClass.Operator : OriginOf(fields),
        };
        string? image = fields.Text("container.image.repository") ?? fields.Text("container.image") ?? fields.Text("ka.req.pod.containers.image");
        return observation.WithImage(image, fields.Text("container.image.digest"), fields.Text("container.image.tag"));
    }

    private static Observation AddProcess(Observation observation, JsonElement fields) => observation with
    {
        Executable = fields.Text("proc.exepath") ?? fields.Text("proc.exe") ?? fields.Text("proc.name"),
        CommandLine = fields.Text("proc.cmdline"),
        Parent = fields.Text("proc.pname"),
        Pid = fields.Number("proc.pid"),
        User = fields.Text("user.name") ?? fields.Text("ka.user.name"),
        Target = fields.Text("fd.name") ?? fields.Text("ka.uri") ?? fields.Text("ka.target.resource"),
    };

    // EXE_LOWER_LAYER says the image brought the executable; EXE_UPPER_LAYER or EXE_WRITABLE that it came later.
    private static OriginClass OriginOf(JsonElement fields)
    {
        string flags = fields.Text("evt.arg.flags") ?? "";
        return flags.Contains("EXE_UPPER_LAYER", StringComparison.Ordinal) || fields.At("proc.is_exe_upper_layer").ValueKind == JsonValueKind.True ? OriginClass.Dropped
            : flags.Contains("EXE_LOWER_LAYER", StringComparison.Ordinal) ? OriginClass.ImageBorne
            : OriginClass.Unknown;
    }

    // Falco reports about itself on the same stream: evidence that the sensor was alive, and no incident.
    private static ObservationKind KindOf(string rule, string? output) =>
        rule.StartsWith("Falco internal:", StringComparison.Ordinal) || output == "Falco metrics snapshot" ? ObservationKind.Heartbeat : ObservationKind.Alert;

    private static Severity? SeverityOf(string? priority) => priority?.ToLowerInvariant() switch
    {
        "emergency" or "alert" or "critical" => Severity.Critical,
        "error" => Severity.High,
        "warning" => Severity.Medium,
        "notice" => Severity.Low,
        "informational" or "info" or "debug" => Severity.Info,
        _ => null,
    };
}
