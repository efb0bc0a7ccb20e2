namespace KubeSec.Feedback.Lifecycle;

/// <summary>
/// The moves an incident may make: open → triaged → mitigated → verified ⇄ regressed, and false positive and expired, which a
/// new sight of the same thing opens again. A regressed incident is closed by nothing but a new mitigation.
/// </summary>
internal static class StateRules
{
    public static bool Allows(IncidentState from, IncidentState to) => (from, to) switch
    {
        (IncidentState.Open, IncidentState.Triaged or IncidentState.Mitigated or IncidentState.FalsePositive or IncidentState.Expired) => true,
        (IncidentState.Triaged, IncidentState.Mitigated or IncidentState.FalsePositive or IncidentState.Expired) => true,
        (IncidentState.Mitigated, IncidentState.Verified or IncidentState.Regressed) => true,
        (IncidentState.Verified, IncidentState.Regressed) => true,
        (IncidentState.Regressed, IncidentState.Mitigated) => true,
        (IncidentState.FalsePositive or IncidentState.Expired, IncidentState.Open) => true,
        _ => false,
    };

    /// <summary>Where a state leads when the same thing is seen again; null where it changes nothing. A false positive stays one.</summary>
    public static IncidentState? AfterRecurrence(IncidentState state) => state switch
    {
        IncidentState.Mitigated or IncidentState.Verified => IncidentState.Regressed,
        IncidentState.Expired => IncidentState.Open,
        _ => null,
    };
}
