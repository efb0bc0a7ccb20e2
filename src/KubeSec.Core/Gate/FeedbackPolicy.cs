using KubeSec.Feedback;
using KubeSec.Findings;

namespace KubeSec.Gate;

/// <summary>Where lessons from run time are kept, and which of them close the gate.</summary>
public sealed record FeedbackPolicy
{
    /// <summary>
    /// A SQLite file, or the <c>postgres://</c> address of a database that a team shares. The default store is made where it is missing; one that the policy names elsewhere must be there,
    /// since an empty one would read as "nothing ever happened".
    /// </summary>
    public string Store { get; init; } = IncidentStoreOptions.DefaultLocation;

    /// <summary>The least severity of an open incident that closes the gate.</summary>
    public Severity BlockSeverity { get; init; } = Severity.High;

    /// <summary>
    /// The oldest the store's last entry may be for its silence to count; null accepts any age. Where what feeds the store has
    /// stopped, the gate is undecided.
    /// </summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>What the policy asks, without secrets of the store's address.</summary>
    public override string ToString() => $"{new IncidentStoreOptions { Location = Store }.Place}, blocks {BlockSeverity}";
}
