using KubeSec.Feedback;
using KubeSec.Feedback.Decisions;
using KubeSec.Findings;
using KubeSec.Gate.Policies;

namespace KubeSec.Gate.Lessons;

/// <summary>Brings the waivers that the feedback store holds beside those of the policy.</summary>
internal static class StoredWaivers
{
    public static IEnumerable<PlacedWaiver> Place(GateRun run, IReadOnlyList<IncidentWaiver> waivers) => waivers
        .Where(waiver => run.Incidents.Any(incident => incident.Id == waiver.Incident))
        .Select(waiver => new PlacedWaiver(
            new Waiver
            {
                Incident = waiver.Incident,
                Reason = waiver.Reason,
                Owner = waiver.Owner,
                Approver = waiver.Approver,
                From = waiver.From,
                Expires = waiver.Expires,
                UpTo = waiver.UpTo,
                Where = ScopeOf(waiver.Workload),
            },
            SourceSpan.StartOf(new IncidentStoreOptions { Location = (run.Policy.Feedback ?? new FeedbackPolicy()).Store }.Place)));

    private static WaiverScope ScopeOf(string? workload)
    {
        int slash = workload?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        return workload is null ? new WaiverScope()
            : slash <= 0 ? new WaiverScope { Name = workload[(slash + 1)..] }
            : new WaiverScope { Namespace = workload[..slash], Name = workload[(slash + 1)..] };
    }
}
