using KubeSec.Findings;

namespace KubeSec.Feedback;

/// <summary>Why something may not be deployed, from what happened at run time; in the order they are asked.</summary>
public enum FeedbackCheck
{
    /// <summary>The very image that brought the incident along, by any of its digests.</summary>
    DeniedDigest,

    /// <summary>The image holds a layer that somebody denied.</summary>
    DeniedLayer,

    /// <summary>The image is built on one that somebody denied.</summary>
    DeniedBase,

    /// <summary>A control that once mitigated an incident is gone.</summary>
    RegressedControl,

    /// <summary>An open incident, and none of the controls that prevent it is in the manifest.</summary>
    UnmetLesson,

    /// <summary>Something ran in this image that its baseline does not know.</summary>
    ExcessProcess,
}

/// <summary>One incident that stands in the way of one container.</summary>
public sealed record FeedbackBlock
{
    /// <summary>Which question it fails.</summary>
    public required FeedbackCheck Check { get; init; }

    /// <summary>The container that may not be deployed.</summary>
    public required DeployedContainer Container { get; init; }

    /// <summary>The incident; null where a process that no incident names is in excess of the baseline.</summary>
    public required Incident? Incident { get; init; }

    /// <summary>How the incident was tied to the container.</summary>
    public required MatchBasis Basis { get; init; }

    /// <summary>The severity that counts: the incident's, one step more where it regressed.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What is asked for, any one of which lets the container through; empty for a denied image.</summary>
    public required IReadOnlyList<Control> Asked { get; init; }

    /// <summary>What is wrong, naming incident, evidence and what would mend it.</summary>
    public required string Message { get; init; }

    /// <summary>The smallest change of the manifest that lets it through, where one setting does; null where none does.</summary>
    public string? Patch { get; init; }
}

/// <summary>What the store answers to a deployment.</summary>
/// <param name="Blocks">What stands in the way, in the order of <see cref="FeedbackCheck"/>.</param>
/// <param name="Undecided">What could not be told, one sentence each: a denied layer, and an image whose layers nobody has recorded.</param>
public sealed record FeedbackVerdict(IReadOnlyList<FeedbackBlock> Blocks, IReadOnlyList<string> Undecided);
