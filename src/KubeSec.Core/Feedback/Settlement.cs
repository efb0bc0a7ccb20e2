namespace KubeSec.Feedback;

/// <summary>What is asked before an incident counts as verified, or is forgotten.</summary>
public sealed record SettlementOptions
{
    /// <summary>How long the mitigated version must have run quietly at least; three times the mean gap between observations where that is longer.</summary>
    public TimeSpan QuietWindow { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The longest a living sensor is silent: longer silences count as not watched.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromHours(2);

    /// <summary>The share of the quiet window that must have been watched, from 0 to 1.</summary>
    public double Watched { get; init; } = 0.95;

    /// <summary>The share of events that a sensor may say it dropped; Falco's own documentation calls one to two percent acceptable.</summary>
    public double Dropped { get; init; } = 0.02;

    /// <summary>How long an incident that is tied to nothing deployed, and was never confirmed, is kept open without a new sight of it.</summary>
    public TimeSpan Forgotten { get; init; } = TimeSpan.FromDays(90);
}

/// <summary>What became of an incident that might have been settled.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="State">Where it stands now.</param>
/// <param name="Moved">Whether it moved there just now.</param>
/// <param name="Reason">Why it did, or what is still missing.</param>
public sealed record Settlement(string Incident, IncidentState State, bool Moved, string Reason);
