namespace KubeSec.Feedback.Decisions;

/// <summary>Somebody's word that what ran in an image until a moment is what is meant to run there.</summary>
internal sealed record LearntBaseline
{
    public required string Digest { get; init; }

    /// <summary>Nanoseconds since 1970-01-01 UTC.</summary>
    public required long Until { get; init; }

    public required string Actor { get; init; }

    public required string Reason { get; init; }
}
