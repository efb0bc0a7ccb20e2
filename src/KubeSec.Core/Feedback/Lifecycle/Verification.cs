using System.Data.Common;
using System.Globalization;
using KubeSec.Feedback.Attribution;
using KubeSec.Feedback.Judgement;
using KubeSec.Feedback.Observations;
using KubeSec.Feedback.Storage;
using KubeSec.Findings;

namespace KubeSec.Feedback.Lifecycle;

/// <summary>
/// Concludes from evidence that a mitigation holds: the build that brought it was seen running, nothing older runs any more, it
/// was quiet for long enough, and a living sensor would have seen otherwise. Whatever cannot be told leaves it mitigated.
/// </summary>
internal sealed class Verification(DbConnection connection, SettlementOptions options, long now)
{
    /// <summary>Since when the mitigated version alone runs, on which nodes, and until when that is known.</summary>
    private sealed record Quiet(long Since, long KnownUntil, IReadOnlyList<string?> Nodes);

    /// <summary>Whether a mitigated incident is verified, and what is missing or what it rests on.</summary>
    public async Task<(bool Verified, string Reason)> JudgeAsync(Incident incident, CancellationToken cancellationToken)
    {
        IReadOnlyList<IncidentTransition> history = await TransitionLog.ReadAsync(connection, incident.Id, cancellationToken);
        var lesson = new Lesson(new IncidentMatch(incident, MatchBasis.Workload, null, null), history);
        if (lesson.Mitigation is not { } mitigation)
        {
            return (false, "nothing says what mitigated it");
        }

        GateRunRecord? run = await GateRunLog.AtAsync(connection, mitigation.At, cancellationToken);
        DeployedContainer[] concerned = [.. lesson.Concerned(new Deployment(await ArtifactTable.WithAliasesAsync(connection, run?.Containers ?? [], cancellationToken)))];
        if (concerned.Length == 0)
        {
            return (false, "no build is known that carried the mitigation, so nothing can be looked for in the cluster");
        }

        (Quiet? quiet, string? missing) = await RunningAsync(concerned, mitigation.At, cancellationToken);
        if (quiet is null)
        {
            return (false, missing!);
        }

        long window = WindowOf(incident);
        long until = quiet.Since + window;
        if (incident.LastSeen >= quiet.Since)
        {
            return (false, $"it was seen at {EventTime.Format(incident.LastSeen!.Value)}, when the mitigated version ran already");
        }

        if (until > now || until > quiet.KnownUntil)
        {
            long known = Math.Min(now, quiet.KnownUntil);
            return (false, FormattableString.Invariant($"it has been quiet for {Days(Math.Max(0, known - quiet.Since))} days that are known of, and {Days(window)} are asked"));
        }

        SensorWatch watch = await SensorWatch.ReadAsync(connection, incident.Source, quiet.Since - 3_600_000_000_000, until, cancellationToken);
        return quiet.Nodes.Select(node => watch.Problem(node, quiet.Since, until, options)).FirstOrDefault(problem => problem is not null) is { } unwatched
            ? (false, unwatched)
            : (true, FormattableString.Invariant($"{string.Join(", ", concerned.Select(container => container.Image).Distinct())} ran quietly under a living sensor from {EventTime.Format(quiet.Since)} for {Days(window)} days"));
    }

    private async Task<(Quiet? Quiet, string? Missing)> RunningAsync(DeployedContainer[] concerned, long mitigatedAt, CancellationToken cancellationToken)
    {
        List<Placement> all = await PlacementTable.FindAsync(connection, null, "workload", [.. concerned.Select(container => container.Workload).Distinct(StringComparer.Ordinal)], cancellationToken);
        long since = mitigatedAt;
        long known = long.MaxValue;
        List<string?> nodes = [];
        foreach (DeployedContainer container in concerned)
        {
            if (container.Aliases.Count == 0)
            {
                return (null, $"{container.Image} of {container.Workload} is not named by digest, so it cannot be told from what ran before");
            }

            Placement[] own = [.. all.Where(placement => placement.Workload == container.Workload && placement.Container == container.Container && (container.Namespace is null || placement.Namespace == container.Namespace) && placement.StartedAt is not null)];
            Placement[] fresh = [.. own.Where(placement => placement.CreatedAt >= mitigatedAt && placement.Digest is { } digest && container.Aliases.Contains(digest, StringComparer.Ordinal))];
            if (fresh.Length == 0)
            {
                return (null, $"{container.Image} has not been seen running in {container.Workload} since it was built; kubesec cluster snapshot tells what runs");
            }

            if (own.Except(fresh).FirstOrDefault(placement => (placement.ValidTo ?? placement.GoneBy) is null) is { } old)
            {
                return (null, $"pod {old.Namespace}/{old.Pod} of before still runs");
            }

            since = own.Except(fresh).Select(placement => placement.ValidTo ?? placement.GoneBy!.Value).Append(fresh.Min(placement => placement.StartedAt!.Value)).Append(since).Max();
            known = Math.Min(known, fresh.Max(placement => placement.ValidTo ?? placement.KnownUntil ?? placement.StartedAt!.Value));
            nodes.AddRange(fresh.Select(placement => placement.Node));
        }

        return (new Quiet(since, known, [.. nodes.Distinct().Order(StringComparer.Ordinal)]), null);
    }

    // What happens once a month is not gone because a week was quiet.
    private long WindowOf(Incident incident)
    {
        long least = options.QuietWindow.Ticks * 100;
        long gap = incident is { CountLowerBound: > 1, FirstSeen: { } first, LastSeen: { } last } ? (last - first) / (incident.CountLowerBound - 1) : 0;
        return Math.Max(least, gap > long.MaxValue / 3 ? long.MaxValue / 2 : 3 * gap);
    }

    private static string Days(long nanoseconds) => (nanoseconds / 86_400e9).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Moves what the evidence settles: mitigated to verified, and what was never confirmed and is long gone to expired.</summary>
    public static async Task<IReadOnlyList<Settlement>> SettleAsync(
        DbConnection connection, DbTransaction transaction, string? id, SettlementOptions options, long now)
    {
        var query = new IncidentQuery { AtLeast = Severity.Info, States = [IncidentState.Mitigated, IncidentState.Open, IncidentState.Triaged] };
        List<Incident> candidates = id is null
            ? await IncidentTable.ListAsync(connection, query, int.MaxValue, CancellationToken.None)
            : await IncidentTable.FindAsync(connection, id, CancellationToken.None) is { } one ? [one] : [];
        var verification = new Verification(connection, options, now);
        List<Settlement> settled = [];
        foreach (Incident listed in candidates)
        {
            if (listed.State == IncidentState.Mitigated)
            {
                Incident incident = await IncidentTable.FindAsync(connection, listed.Id, CancellationToken.None) ?? listed;
                (bool verified, string reason) = await verification.JudgeAsync(incident, CancellationToken.None);
                settled.Add(verified ? await MoveAsync(connection, transaction, incident, IncidentState.Verified, reason, now) : new Settlement(incident.Id, incident.State, false, reason));
            }
            else if (listed is { Attribution: AttributionLevel.None, State: IncidentState.Open, LastSeen: { } last } && now - last > options.Forgotten.Ticks * 100)
            {
                string reason = FormattableString.Invariant($"tied to nothing deployed, never confirmed, and not seen since {EventTime.Format(last)}");
                settled.Add(await MoveAsync(connection, transaction, listed, IncidentState.Expired, reason, now));
            }
        }

        return settled;
    }

    private static async Task<Settlement> MoveAsync(DbConnection connection, DbTransaction transaction, Incident incident, IncidentState to, string reason, long now)
    {
        TransitionResult result = await TransitionLog.MoveAsync(connection, transaction, incident.Id, to, "kubesec", reason, "the store's own inventory and observations", now);
        return new Settlement(incident.Id, result.Moved ? to : incident.State, result.Moved, result.Moved ? reason : result.Message);
    }
}
