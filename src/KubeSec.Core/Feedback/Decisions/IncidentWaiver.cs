using KubeSec.Findings;

namespace KubeSec.Feedback.Decisions;

/// <summary>
/// A decision to deploy although an incident is open. It covers that one incident, up to the severity it had when it was
/// approved and up to its last day, and nothing else: an incident that grows worse closes the gate again.
/// </summary>
public sealed record IncidentWaiver
{
    /// <summary>The longest a waiver may hold.</summary>
    public static readonly TimeSpan LongestTerm = TimeSpan.FromDays(90);

    /// <summary>The incident.</summary>
    public required string Incident { get; init; }

    /// <summary>Who answers for it.</summary>
    public required string Owner { get; init; }

    /// <summary>Who approved it: never the owner.</summary>
    public required string Approver { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>The day it was given.</summary>
    public DateOnly From { get; init; }

    /// <summary>The last day (UTC) it counts.</summary>
    public required DateOnly Expires { get; init; }

    /// <summary>The highest severity it covers: the incident's when it was approved.</summary>
    public Severity UpTo { get; init; }

    /// <summary>The one workload it covers, as <c>namespace/name</c>; null covers all that the incident concerns.</summary>
    public string? Workload { get; init; }

    /// <summary>Whether this revokes the waiver of the incident instead.</summary>
    public bool Revoked { get; init; }

    /// <summary>What keeps it from counting at all; null where nothing does.</summary>
    /// <param name="today">The day the gate is asked, in UTC.</param>
    public string? Problem(DateOnly today) => ProblemOf(Owner, Approver, Reason, From == default ? today : From, Expires);

    internal static string? ProblemOf(string owner, string approver, string reason, DateOnly from, DateOnly expires) =>
        owner.Trim().Length == 0 ? "it needs an owner"
        : approver.Trim().Length == 0 ? "it needs an approver"
        : string.Equals(owner.Trim(), approver.Trim(), StringComparison.OrdinalIgnoreCase) ? $"{owner.Trim()} cannot approve a waiver of their own"
        : reason.Trim().Length == 0 ? "it needs a reason"
        : expires > from.AddDays((int)LongestTerm.TotalDays) ? FormattableString.Invariant($"it may hold {LongestTerm.TotalDays:0} days at most")
        : null;
}
