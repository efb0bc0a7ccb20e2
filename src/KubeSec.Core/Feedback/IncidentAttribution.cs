namespace KubeSec.Feedback;

/// <summary>What an incident's observations were tied to, and how surely.</summary>
public sealed record IncidentAttribution
{
    /// <summary>The surest level of its observations.</summary>
    public required AttributionLevel Level { get; init; }

    /// <summary>The containers its observations were joined to; several of one observation where the join is ambiguous.</summary>
    public IReadOnlyList<AttributedContainer> Containers { get; init; } = [];

    /// <summary>Every digest known of the images that ran: index, platform manifest, configuration.</summary>
    public IReadOnlyList<string> Digests { get; init; } = [];

    /// <summary>The layers of those images, from the base upwards; empty where no report has named them.</summary>
    public IReadOnlyList<ImageLayer> Layers { get; init; } = [];

    /// <summary>The manifests its workloads came from, as the gate has seen them.</summary>
    public IReadOnlyList<ManifestOrigin> Origins { get; init; } = [];
}

/// <summary>A container that observations of an incident were joined to.</summary>
/// <param name="Container">The container.</param>
/// <param name="Level">How surely: the best of its observations.</param>
/// <param name="Certain">Whether the join left no doubt; otherwise it is one of several candidates.</param>
public sealed record AttributedContainer(RunningContainer Container, AttributionLevel Level, bool Certain);

/// <summary>One run of a container in a pod, and when it ran.</summary>
public sealed record RunningContainer
{
    /// <summary>The cluster's name; empty where nobody named it.</summary>
    public required string Cluster { get; init; }

    /// <summary>The pod's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The pod's name.</summary>
    public required string Pod { get; init; }

    /// <summary>The pod's uid: names are reused, uids never.</summary>
    public required string PodUid { get; init; }

    /// <summary>The container's name.</summary>
    public required string Container { get; init; }

    /// <summary>The runtime's id of this run; null before the container was made.</summary>
    public string? ContainerId { get; init; }

    /// <summary>The image as the pod's specification writes it.</summary>
    public string? Image { get; init; }

    /// <summary>The image's digest as the runtime names it.</summary>
    public string? Digest { get; init; }

    /// <summary>The controllers from the pod upwards, as <c>Kind/name</c>; empty for a pod on its own.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>Kind of the top controller, or <c>Pod</c>.</summary>
    public required string WorkloadKind { get; init; }

    /// <summary>Name of the top controller, or of the pod.</summary>
    public required string Workload { get; init; }

    /// <summary>The node it ran on.</summary>
    public string? Node { get; init; }

    /// <summary>When it started, in nanoseconds since 1970-01-01 UTC; null where nothing says.</summary>
    public long? ValidFrom { get; init; }

    /// <summary>When it had ended at the latest, in nanoseconds since 1970-01-01 UTC; null while it may still run.</summary>
    public long? ValidTo { get; init; }
}

/// <summary>One layer of an image.</summary>
/// <param name="Position">Its place, 0 for the base.</param>
/// <param name="DiffId">Digest of the uncompressed layer: what images that share it have in common.</param>
/// <param name="Digest">Digest of the layer in the registry, if known.</param>
public sealed record ImageLayer(int Position, string DiffId, string? Digest);

/// <summary>The manifest a workload's container came from.</summary>
public sealed record ManifestOrigin
{
    /// <summary>The workload's namespace; null where the manifest states none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The workload's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The workload's name.</summary>
    public required string Workload { get; init; }

    /// <summary>The container's name.</summary>
    public required string Container { get; init; }

    /// <summary>The image as the manifest wrote it.</summary>
    public required string Image { get; init; }

    /// <summary>The manifest file.</summary>
    public required string File { get; init; }

    /// <summary>The line the container starts on.</summary>
    public int? Line { get; init; }

    /// <summary>The commit that was judged, if known.</summary>
    public string? Commit { get; init; }

    /// <summary>The pipeline run that judged it, if known.</summary>
    public string? Pipeline { get; init; }

    /// <summary>What the gate said.</summary>
    public required string Verdict { get; init; }

    /// <summary>When, in nanoseconds since 1970-01-01 UTC.</summary>
    public required long At { get; init; }
}
