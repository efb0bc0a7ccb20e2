using System.Data.Common;
using KubeSec.Feedback.Attribution;
using KubeSec.Feedback.Decisions;
using KubeSec.Feedback.Lifecycle;
using KubeSec.Feedback.Observations;
using KubeSec.Feedback.Storage;
using KubeSec.Findings;

namespace KubeSec.Feedback.Judgement;

/// <summary>Tells what is known to run in an image from what is in excess of it. Nothing is learnt while an incident of the image is open.</summary>
internal static class BaselineReader
{
    private const int MaximumNamed = 5;

    public static async Task<ProcessBaseline> OfImageAsync(DbConnection connection, string digest, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = await ArtifactTable.AliasesAsync(connection, digest, cancellationToken);
        IReadOnlyList<SeenProcess> seen = await ProcessTable.OfImageAsync(connection, names, cancellationToken);
        LearntBaseline? learnt = (await DecisionLog.BaselinesAsync(connection, cancellationToken)).LastOrDefault(baseline => names.Contains(baseline.Digest, StringComparer.Ordinal));
        List<(long From, long To)> suspect = await SuspectAsync(connection, names, cancellationToken);
        bool IsKnown(SeenProcess process) =>
            !(process.FirstSeen > learnt?.Until) && process.FirstSeen is { } first && !suspect.Exists(span => first >= span.From && first <= span.To);
        return new ProcessBaseline
        {
            Digest = digest,
            LearntUntil = learnt?.Until,
            Known = [.. seen.Where(IsKnown)],
            Excess = learnt is null ? [] : [.. seen.Where(process => !IsKnown(process))],
        };
    }

    /// <summary>The incidents of an image that are not settled: while there is one, nothing is learnt.</summary>
    public static async Task<IReadOnlyList<Incident>> OpenAsync(DbConnection connection, string digest, CancellationToken cancellationToken) =>
        [.. (await IncidentsAsync(connection, await ArtifactTable.AliasesAsync(connection, digest, cancellationToken), cancellationToken))
            .Where(incident => incident.State is IncidentState.Open or IncidentState.Triaged or IncidentState.Regressed)];

    /// <summary>What is in excess in the images about to be deployed whose baseline somebody has closed.</summary>
    public static async Task<IReadOnlyList<FeedbackBlock>> JudgeAsync(DbConnection connection, IReadOnlyList<DeployedContainer> containers, CancellationToken cancellationToken)
    {
        List<FeedbackBlock> blocks = [];
        foreach (string digest in (await DecisionLog.BaselinesAsync(connection, cancellationToken)).Select(baseline => baseline.Digest).Distinct(StringComparer.Ordinal))
        {
            DeployedContainer[] own = [.. containers.Where(container => container.Aliases.Contains(digest, StringComparer.Ordinal))];
            ProcessBaseline? baseline = own.Length == 0 ? null : await OfImageAsync(connection, digest, cancellationToken);
            blocks.AddRange(baseline is { Excess.Count: > 0 } ? own.Select(container => Block(container, baseline)) : []);
        }

        return blocks;
    }

    private static FeedbackBlock Block(DeployedContainer container, ProcessBaseline baseline)
    {
        string named = string.Join(", ", baseline.Excess.Take(MaximumNamed).Select(process => $"{process.Executable}{(process.FirstSeen is { } at ? $" (first at {EventTime.Format(at)})" : "")}"));
        string more = baseline.Excess.Count > MaximumNamed ? FormattableString.Invariant($" and {baseline.Excess.Count - MaximumNamed} more") : "";
        return new FeedbackBlock
        {
            Check = FeedbackCheck.ExcessProcess,
            Container = container,
            Incident = null,
            Basis = MatchBasis.Digest,
            Severity = Severity.Medium,
            Asked = [],
            Message = $"{named}{more} ran in this image, and its baseline of {EventTime.Format(baseline.LearntUntil!.Value)} knows none of it; find out what started it, or learn it on purpose (kubesec lessons learn)",
        };
    }

    private static async Task<List<(long From, long To)>> SuspectAsync(DbConnection connection, IReadOnlyList<string> digests, CancellationToken cancellationToken)
    {
        IReadOnlyList<Incident> incidents = await IncidentsAsync(connection, digests, cancellationToken);
        Dictionary<string, List<IncidentTransition>> histories = await TransitionLog.ReadAsync(connection, [.. incidents.Select(incident => incident.Id)], cancellationToken);
        List<(long, long)> spans = [];
        foreach (Incident incident in incidents.Where(incident => incident is { FirstSeen: not null, State: not (IncidentState.FalsePositive or IncidentState.Expired) }))
        {
            bool settled = incident.State is IncidentState.Mitigated or IncidentState.Verified;
            long end = settled ? histories.GetValueOrDefault(incident.Id)?.LastOrDefault(step => step.To == IncidentState.Mitigated)?.At ?? long.MaxValue : long.MaxValue;
            spans.Add((incident.FirstSeen!.Value, end));
        }

        return spans;
    }

    private static async Task<IReadOnlyList<Incident>> IncidentsAsync(DbConnection connection, IReadOnlyList<string> digests, CancellationToken cancellationToken)
    {
        var query = new IncidentQuery { AtLeast = Severity.Info, States = Enum.GetValues<IncidentState>() };
        return [.. (await IncidentTable.BySubjectAsync(connection, StoreCommands.Word(SubjectKind.Digest), digests, query, cancellationToken)).Select(row => row.Incident).DistinctBy(incident => incident.Id)];
    }
}
