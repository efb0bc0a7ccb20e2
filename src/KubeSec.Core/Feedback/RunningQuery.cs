namespace KubeSec.Feedback;

/// <summary>Asks whether an image was seen running: what "verified" rests on.</summary>
public sealed record RunningQuery
{
    /// <summary>The image's digest, by any of its names; null for any image.</summary>
    public string? Digest { get; init; }

    /// <summary>The workload; a missing namespace matches all of them.</summary>
    public required WorkloadName Workload { get; init; }

    /// <summary>The container's name; null for any.</summary>
    public string? Container { get; init; }

    /// <summary>The span's begin, in nanoseconds since 1970-01-01 UTC.</summary>
    public required long From { get; init; }

    /// <summary>The span's end, in nanoseconds since 1970-01-01 UTC.</summary>
    public required long To { get; init; }
}

/// <summary>Where an image was seen running within a span.</summary>
/// <param name="Pods">How many pods were surely there with it, at some moment of the span.</param>
/// <param name="First">The first moment of the span it surely ran; null where it was not seen.</param>
/// <param name="Last">The last such moment.</param>
/// <param name="Digests">The digests that ran, as runtimes name them.</param>
public sealed record RunningEvidence(int Pods, long? First, long? Last, IReadOnlyList<string> Digests)
{
    /// <summary>Whether it was seen at all.</summary>
    public bool Seen => Pods > 0;
}
