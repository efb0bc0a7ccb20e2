using KubeSec.Findings;
using KubeSec.Rules;

namespace KubeSec.Gate;

/// <summary>Draws the verdict from what a run has found and could not tell.</summary>
internal static class Conclusion
{
    public static GateResult Draw(GateRun run, IReadOnlyList<Finding> findings)
    {
        var coverage = new Coverage(run.Rules, run.Kinds);
        var result = new GateResult
        {
            Verdict = Verdict.Pass,
            Reasons = [],
            Findings = FindingOrder.Sorted(findings),
            Inventory = [.. run.Inventory.Entries],
            Images = [.. run.Images],
            Incidents = [.. run.Incidents.DistinctBy(incident => incident.Id).OrderByDescending(incident => incident.LastSeen ?? 0).ThenBy(incident => incident.Id, StringComparer.Ordinal)],
            Frameworks = run.Asks(GateChecks.Manifests) && run.Rules.Count > 0
                ? [.. run.Policy.Frameworks.Distinct(StringComparer.Ordinal).Select(framework => FrameworkReport.Of(framework, coverage, findings))]
                : [],
            Patches = run.Patches,
            Notes = [.. run.Notes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            NetworkPicture = run.NetworkPicture,
            Files = run.Files,
            Resources = run.Resources,
            FailOn = run.Policy.FailOn,
            PolicyFile = run.PolicyFile,
            JudgedAt = run.Now,
        };
        List<GateReason> reasons = [.. Reasons(result), .. run.Undecided];
        bool failed = reasons.Any(reason => reason.Kind == GateReasonKind.Findings);
        return result with
        {
            // A finding that counts closes the gate for certain, whatever else could not be told.
            Verdict = failed ? Verdict.Fail : reasons.Count > 0 ? Verdict.Undecided : Verdict.Pass,
            Reasons = reasons,
        };
    }

    private static IEnumerable<GateReason> Reasons(GateResult result)
    {
        int counting = result.Findings.Count(result.Counts);
        if (counting > 0)
        {
            string threshold = result.FailOn.ToString().ToLowerInvariant();
            yield return new GateReason(GateReasonKind.Findings, $"{Plural(counting, "finding")} at or above {threshold}");
        }

        int unjudged = result.Findings.Count(finding => GateResult.LeavesUndecided(finding) && finding.Rule != RuleFailed.Info && finding.Rule != Policies.PolicyRules.Invalid);
        if (unjudged > 0)
        {
            yield return new GateReason(GateReasonKind.Input, $"{Plural(unjudged, "input")} could not be judged");
        }

        int faults = result.Findings.Count(finding => finding.Suppression is null && finding.Rule == RuleFailed.Info);
        if (faults > 0)
        {
            yield return new GateReason(GateReasonKind.RuleFault, $"{Plural(faults, "rule")} failed while judging");
        }
    }

    private static string Plural(int count, string noun) => FormattableString.Invariant($"{count} {noun}{(count == 1 ? "" : "s")}");
}
