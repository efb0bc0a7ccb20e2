using KubeSec.Findings;

namespace KubeSec.Feedback;

/// <summary>Observations with one fingerprint: the same thing, done in the same workload, however often and in whichever pod.</summary>
public sealed record Incident
{
    /// <summary>Names the incident to people: <c>fp1-</c> and 16 hexadecimal digits of its fingerprint.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it happened at run time or was found by a scanner.</summary>
    public required IncidentKind Kind { get; init; }

    /// <summary>The format it was reported in, such as <c>falco</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The sensor's rule, such as <c>Terminal shell in container</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>The highest severity seen.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Where what happened came from; decides what may be blocked.</summary>
    public required OriginClass Origin { get; init; }

    /// <summary>How surely it is tied to an image or workload: the best level of its observations.</summary>
    public required AttributionLevel Attribution { get; init; }

    /// <summary>Where it stands.</summary>
    public required IncidentState State { get; init; }

    /// <summary>How often it was observed at least: sensors throttle and drop.</summary>
    public required long CountLowerBound { get; init; }

    /// <summary>The first observation in nanoseconds since 1970-01-01 UTC; null where no observation said when.</summary>
    public required long? FirstSeen { get; init; }

    /// <summary>The last observation in nanoseconds since 1970-01-01 UTC; null where no observation said when.</summary>
    public required long? LastSeen { get; init; }

    /// <summary>One observation's own words, redacted.</summary>
    public required string Message { get; init; }

    /// <summary>What it touched: digests, images, workloads, pods.</summary>
    public IReadOnlyList<IncidentSubject> Subjects { get; init; } = [];
}

/// <summary>Something an incident touched.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">A digest, a repository, <c>namespace/name</c> of a workload or pod, a technique.</param>
public sealed record IncidentSubject(SubjectKind Kind, string Value);

/// <summary>What an incident can touch.</summary>
public enum SubjectKind
{
    /// <summary>An image digest.</summary>
    Digest,

    /// <summary>An image repository with its registry.</summary>
    Image,

    /// <summary>A workload as <c>namespace/name</c>.</summary>
    Workload,

    /// <summary>A pod as <c>namespace/name</c>.</summary>
    Pod,

    /// <summary>An ATT&amp;CK technique as the sensor tagged it.</summary>
    Technique,

    /// <summary>A cluster.</summary>
    Cluster,

    /// <summary>A node.</summary>
    Node,

    /// <summary>The tag an image ran under, as <c>repository:tag</c>.</summary>
    Tag,

    /// <summary>An executable that ran.</summary>
    Executable,
}

/// <summary>What kind of report an incident rests on.</summary>
public enum IncidentKind
{
    /// <summary>Something happened in a running container, node or cluster.</summary>
    Runtime,

    /// <summary>A scanner or policy engine says something about an image or object.</summary>
    Finding,
}

/// <summary>Where an incident stands.</summary>
public enum IncidentState
{
    /// <summary>Seen, and nobody has judged it.</summary>
    Open,

    /// <summary>A person has judged it real.</summary>
    Triaged,

    /// <summary>A control that prevents it is in every manifest it concerns.</summary>
    Mitigated,

    /// <summary>The mitigated version ran quietly under a living sensor.</summary>
    Verified,

    /// <summary>It came back, or its control was taken away.</summary>
    Regressed,

    /// <summary>A person has judged it harmless.</summary>
    FalsePositive,

    /// <summary>Never confirmed and not seen for long.</summary>
    Expired,
}

/// <summary>Where what happened came from; ordered by how much it says about the image.</summary>
public enum OriginClass
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>The node itself; charges no image.</summary>
    Host,

    /// <summary>A person through the API server: exec, attach, an ephemeral container.</summary>
    Operator,

    /// <summary>Something written into the container after it started.</summary>
    Dropped,

    /// <summary>Something the image brought along.</summary>
    ImageBorne,
}

/// <summary>How an observation is tied to an image or workload; the smaller, the surer.</summary>
public enum AttributionLevel
{
    /// <summary>A0: the event names the image digest.</summary>
    DigestInEvent,

    /// <summary>A1: pod and container, resolved by the inventory of that moment.</summary>
    PodInInventory,

    /// <summary>A2: the container's id, resolved by the inventory.</summary>
    ContainerInInventory,

    /// <summary>A3: the workload, resolved by name or deployment record.</summary>
    Workload,

    /// <summary>A4: repository and tag alone.</summary>
    Tag,

    /// <summary>A5: not tied to anything that is deployed.</summary>
    None,
}
