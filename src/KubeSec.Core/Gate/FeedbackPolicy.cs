using KubeSec.Feedback;
using KubeSec.Findings;

namespace KubeSec.Gate;

/// <summary>Where lessons from run time are kept, and which of them close the gate.</summary>
public sealed record FeedbackPolicy
{
    /// <summary>
    /// A SQLite file. The default store is made where it is missing; one that the policy names elsewhere must be there,
    /// since an empty one would read as "nothing ever happened".
    /// </summary>
    public string Store { get; init; } = IncidentStoreOptions.DefaultLocation;

    /// <summary>The least severity of an open incident that closes the gate.</summary>
    public Severity BlockSeverity { get; init; } = Severity.High;
}
