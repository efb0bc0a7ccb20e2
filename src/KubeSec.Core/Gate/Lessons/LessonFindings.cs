using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Inventory;
using KubeSec.Rules;

namespace KubeSec.Gate.Lessons;

/// <summary>Says what run time has taught as findings, each at the image it is about.</summary>
internal sealed class LessonFindings(GateRun run, IReadOnlyDictionary<FeedbackBlock, Control> chosen)
{
    public void Report(IReadOnlyList<(FeedbackBlock Block, InventoryEntry Entry)> blocks)
    {
        foreach ((FeedbackBlock block, InventoryEntry entry) in blocks)
        {
            if (block.Incident is { } incident)
            {
                run.Incidents.Add(incident);
                run.Inventory.Mark(row => row.Span == entry.Span && row.Resource == entry.Resource, row => row with { Incidents = [.. row.Incidents.Append(incident.Id).Distinct(StringComparer.Ordinal)] });
            }

            // The policy's own level for incidents decides: what it blocks counts whatever the threshold for findings.
            Severity severity = block.Check == FeedbackCheck.ExcessProcess || block.Severity > run.Policy.FailOn ? block.Severity : run.Policy.FailOn;
            Add(RuleOf(block.Check), severity, $"{block.Message}{Smallest(block)}", entry, block.Incident is { } named ? new NamedIncident(named.Id, block.Severity) : null);
        }
    }

    /// <summary>An incident of an image that nobody vouches for cannot be traced to its build.</summary>
    public void ReportProvenance(IReadOnlyList<(FeedbackBlock Block, InventoryEntry Entry)> blocks)
    {
        foreach (var about in blocks.Where(pair => pair.Block.Incident is not null && pair.Entry.Signatures != SignatureStanding.Verified).GroupBy(pair => pair.Entry))
        {
            Incident incident = about.First().Block.Incident!;
            Add(LessonRules.UnknownProvenance, LessonRules.UnknownProvenance.Severity,
                $"incident {incident.Id} stands in the way, and nobody vouches for image {about.Key.Image}: its build cannot be told from its run", about.Key, null);
        }
    }

    private static RuleInfo RuleOf(FeedbackCheck check) => check switch
    {
        FeedbackCheck.DeniedDigest => LessonRules.DeniedDigest,
        FeedbackCheck.DeniedLayer => LessonRules.DeniedLayer,
        FeedbackCheck.DeniedBase => LessonRules.DeniedBase,
        FeedbackCheck.RegressedControl => LessonRules.RegressedControl,
        FeedbackCheck.ExcessProcess => LessonRules.ExcessProcess,
        _ => LessonRules.UnmetLesson,
    };

    private string Smallest(FeedbackBlock block) => chosen.TryGetValue(block, out Control? control)
        ? $"; the smallest patch brings {control.Code}" + (control.Patch is { } patch ? $": {OneLine(patch)}" : "")
        : "";

    // securityContext:\n  capabilities:\n    drop: [ALL] reads as securityContext.capabilities.drop: [ALL].
    private static string OneLine(string patch)
    {
        string[] lines = [.. patch.Split('\n').Select(line => line.Split('#')[0].TrimEnd())];
        string[] parents = [.. lines.Where(line => line.EndsWith(':')).Select(line => line.Trim().TrimEnd(':'))];
        return string.Join(", ", lines.Where(line => !line.EndsWith(':')).Select(line => string.Join('.', parents.Append(line.Trim()))));
    }

    private void Add(RuleInfo rule, Severity severity, string message, InventoryEntry entry, NamedIncident? incident)
    {
        var finding = new Finding
        {
            Rule = rule,
            Severity = severity,
            Message = message,
            Span = entry.Span,
            Resource = entry.Resource,
            Container = entry.Container,
            Image = entry.Image,
        };
        if (incident is not null)
        {
            run.IncidentOf.Add(finding, incident);
        }

        run.Findings.Add(finding);
    }
}
