namespace KubeSec.Feedback;

/// <summary>A step of an incident's life; never changed, and chained to the one before by its hash.</summary>
public sealed record IncidentTransition
{
    /// <summary>Where it stood.</summary>
    public required IncidentState From { get; init; }

    /// <summary>Where it stands after.</summary>
    public required IncidentState To { get; init; }

    /// <summary>Who moved it: a person, or <c>kubesec</c> itself.</summary>
    public required string Actor { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>What it rests on: a commit, a gate run, an observation; empty where nothing was given.</summary>
    public required string Evidence { get; init; }

    /// <summary>When, in nanoseconds since 1970-01-01 UTC.</summary>
    public required long At { get; init; }

    /// <summary>The hash of the step before; empty for the first.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>SHA-256 of the step before's hash and everything here.</summary>
    public required string Hash { get; init; }
}

/// <summary>Whether an incident was moved.</summary>
/// <param name="Moved">Whether it was.</param>
/// <param name="Message">What happened, or why nothing did.</param>
public sealed record TransitionResult(bool Moved, string Message);
