using System.Text.Json.Serialization;
using KubeSec.Findings;

namespace KubeSec.Feedback.Observations;

/// <summary>
/// One event as understood, after redaction. Its serialised form is the log's record of the event, and the hash of that
/// form is its identity: the same event through any transport is one observation, and an event that copies another's
/// native id but says something else is kept beside it, so that nobody can hide an event by forging its id first.
/// </summary>
internal sealed record Observation
{
    public required string Source { get; init; }

    // Not required: the stored form leaves defaults out, and an alert is one.
    public ObservationKind Kind { get; init; }

    public required string Rule { get; init; }

    public Severity Severity { get; init; }

    /// <summary>Nanoseconds since 1970-01-01 UTC; null where the event does not say.</summary>
    public long? At { get; init; }

    /// <summary>Identity within its source: audit id and stage, exec id, event uid and count.</summary>
    public string? NativeId { get; init; }

    public string? Message { get; init; }

    public string? Sensor { get; init; }

    public string? Cluster { get; init; }

    public string? Namespace { get; init; }

    public string? Pod { get; init; }

    public string? PodUid { get; init; }

    public string? Container { get; init; }

    public string? ContainerId { get; init; }

    /// <summary>Kind of the top controller, where the event names it.</summary>
    public string? WorkloadKind { get; init; }

    public string? Workload { get; init; }

    /// <summary>Registry and repository in full form.</summary>
    public string? Image { get; init; }

    public string? Tag { get; init; }

    public string? Digest { get; init; }

    /// <summary>The image or digest as the event wrote it, where that is none.</summary>
    public string? InvalidImage { get; init; }

    public string? Executable { get; init; }

    public string? CommandLine { get; init; }

    public string? Parent { get; init; }

    public long? Pid { get; init; }

    public string? User { get; init; }

    /// <summary>What was touched: a file, a peer and port, a resource of the API server, a package.</summary>
    public string? Target { get; init; }

    /// <summary>The other end of the connection that an activity is; what an alert is about is told from its words.</summary>
    public ObservedPeer? Connection { get; init; }

    public OriginClass Origin { get; init; }

    public IReadOnlyList<string>? Techniques { get; init; }

    /// <summary>Whether the event happened on a node rather than in a container: it charges no image.</summary>
    [JsonIgnore]
    public bool OnHost => Origin == OriginClass.Host;
}

/// <summary>What an observation is good for.</summary>
internal enum ObservationKind
{
    /// <summary>A sensor's rule fired: makes an incident.</summary>
    Alert,

    /// <summary>Something ran or talked, and no rule minds: feeds baselines.</summary>
    Activity,

    /// <summary>A scanner's or policy engine's complaint: makes an incident of kind finding.</summary>
    Finding,

    /// <summary>A report without complaints: proof that somebody looked.</summary>
    Report,

    /// <summary>A sensor's word about itself.</summary>
    Heartbeat,

    /// <summary>A statement about exploitability (VEX).</summary>
    Statement,

    /// <summary>A recorded or generated profile of a workload.</summary>
    Profile,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Observation))]
internal sealed partial class ObservationJson : JsonSerializerContext;
