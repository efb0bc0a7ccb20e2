namespace KubeSec.Feedback;

/// <summary>What is known to run in an image, and what else was seen there.</summary>
public sealed record ProcessBaseline
{
    /// <summary>The image's digest.</summary>
    public required string Digest { get; init; }

    /// <summary>Until when was learnt, in nanoseconds since 1970-01-01 UTC; null where nobody has ended the learning yet.</summary>
    public long? LearntUntil { get; init; }

    /// <summary>What is known to run.</summary>
    public IReadOnlyList<SeenProcess> Known { get; init; } = [];

    /// <summary>What was seen and is not known: first seen after the learning, or while an incident of the image was open. Empty while learning.</summary>
    public IReadOnlyList<SeenProcess> Excess { get; init; } = [];
}

/// <summary>An executable that was seen running.</summary>
/// <param name="Executable">Its path, as sensors name it.</param>
/// <param name="FirstSeen">The first observation in nanoseconds since 1970-01-01 UTC; null where none said when.</param>
/// <param name="LastSeen">The last observation.</param>
/// <param name="Pods">In how many pods.</param>
public sealed record SeenProcess(string Executable, long? FirstSeen, long? LastSeen, long Pods);
