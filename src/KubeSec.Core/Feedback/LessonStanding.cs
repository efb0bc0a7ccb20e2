using KubeSec.Feedback.Decisions;

namespace KubeSec.Feedback;

/// <summary>What one incident has taught, and how the lesson stands.</summary>
public sealed record LessonStanding
{
    /// <summary>The incident.</summary>
    public required Incident Incident { get; init; }

    /// <summary>The controls any one of which meets it; empty where only a person can settle it.</summary>
    public required IReadOnlyList<Control> Asked { get; init; }

    /// <summary>What it asks this of: workloads, image repositories and, where the image brought it along, digests and layers.</summary>
    public required IReadOnlyList<string> Scope { get; init; }

    /// <summary>The step that closed it the last time; null where none did.</summary>
    public IncidentTransition? Mitigation { get; init; }

    /// <summary>The waiver that covers it; null where there is none, whatever its days.</summary>
    public IncidentWaiver? Waiver { get; init; }
}
