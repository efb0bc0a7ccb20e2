namespace KubeSec.Feedback;

/// <summary>Something a manifest, image or policy can show that would have stopped or limited an incident.</summary>
public sealed record Control
{
    /// <summary>Stable short code, such as <c>ROFS</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What it is, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>
    /// Names of the KubeSec rules that speak against it: where all of them were asked and none found anything, the control
    /// is there. Empty where no rule can prove it: network controls are proved by who may talk to whom, and the rest by a person.
    /// </summary>
    public IReadOnlyList<string> RefutedBy { get; init; } = [];

    /// <summary>Whether the rules look at the whole set of manifests (access rules) rather than at one container.</summary>
    public bool ClusterWide { get; init; }

    /// <summary>The smallest change of a container's manifest that brings it; null where no few lines do.</summary>
    public string? Patch { get; init; }
}

/// <summary>What a control does against an incident.</summary>
public enum ControlEffect
{
    /// <summary>It would not have happened.</summary>
    Prevents,

    /// <summary>It would have led nowhere.</summary>
    Contains,

    /// <summary>It would have been harder.</summary>
    Reduces,
}

/// <summary>A control that an incident asks for.</summary>
/// <param name="Control">The control.</param>
/// <param name="Effect">What it does against the incident.</param>
public sealed record ControlRequirement(Control Control, ControlEffect Effect);
