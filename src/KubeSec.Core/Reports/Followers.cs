using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Reports;

/// <summary>
/// Findings as people read them: what a graver finding brings along, and what closes nothing by itself, is counted there
/// instead of told again. Programs are told everything.
/// </summary>
internal sealed class Followers
{
    private readonly Dictionary<Finding, Finding> leaders = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Finding, int> counts = new(ReferenceEqualityComparer.Instance);

    /// <summary>Finds out which findings follow from which.</summary>
    public Followers(GateResult result)
    {
        Dictionary<(string, ResourceIdentity?, string), Finding> faults = [];
        foreach (Finding finding in result.Findings.Where(finding => finding is { Cause.Leads: true, Suppression: null }))
        {
            faults.TryAdd(FaultOf(finding), finding);
        }

        foreach (Finding finding in result.Findings.Where(finding => finding is { Cause.Leads: false, Suppression: null } && !result.Counts(finding)))
        {
            if (faults.TryGetValue(FaultOf(finding), out Finding? leader) && leader.Severity > finding.Severity)
            {
                leaders.Add(finding, leader);
                counts[leader] = CountOf(leader) + 1;
            }
        }
    }

    /// <summary>The finding that this one follows from; null where it has to be told by itself.</summary>
    public Finding? LeaderOf(Finding finding) => leaders.GetValueOrDefault(finding);

    /// <summary>How many findings follow from this one.</summary>
    public int CountOf(Finding finding) => counts.GetValueOrDefault(finding);

    private static (string File, ResourceIdentity? Resource, string Path) FaultOf(Finding finding) =>
        (finding.Span.File, finding.Resource, finding.Cause!.Path);
}
