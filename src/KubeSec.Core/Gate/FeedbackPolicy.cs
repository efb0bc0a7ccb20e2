using KubeSec.Findings;

namespace KubeSec.Gate;

/// <summary>Where lessons from run time are kept, and which of them close the gate.</summary>
public sealed record FeedbackPolicy
{
    /// <summary>Where the store is unless the policy says otherwise.</summary>
    public const string DefaultStore = ".kubesec/feedback.db";

    /// <summary>A SQLite file, or a <c>postgres://</c> address.</summary>
    public string Store { get; init; } = DefaultStore;

    /// <summary>The least severity of an open incident that closes the gate.</summary>
    public Severity BlockSeverity { get; init; } = Severity.High;
}
