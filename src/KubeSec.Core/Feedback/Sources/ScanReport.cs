using KubeSec.Feedback.Observations;

namespace KubeSec.Feedback.Sources;

/// <summary>What the scanners' reports have in common: findings about one subject, or the proof that somebody looked.</summary>
internal static class ScanReport
{
    /// <summary>The findings, each made from the subject; a report without any becomes one observation of its own.</summary>
    public static IEnumerable<SourceEvent> Of(Observation subject, IEnumerable<SourceEvent> findings)
    {
        bool any = false;
        foreach (SourceEvent finding in findings)
        {
            any = true;
            yield return finding;
        }

        if (!any)
        {
            yield return subject with { Kind = ObservationKind.Report, Rule = "no findings" };
        }
    }
}
