using System.Data.Common;
using System.Text;
using KubeSec.Feedback.Observations;
using KubeSec.Feedback.Storage;

namespace KubeSec.Feedback.Attribution;

/// <summary>
/// Which placements the observations of an incident were joined to. A row says "some observation of this incident at this
/// place means this placement"; rows of a place are a function of its observations and the inventory alone, so that whichever
/// comes first, both orders end alike.
/// </summary>
internal static class AttributionTable
{
    private const string UidPrefix = "uid:";
    private const string ContainerPrefix = "container:";

    private static readonly RowInsert Insert = new("attribution", ["incident", "place", "placement", "#level", "#charge", "#pending"], "DO NOTHING");

    /// <summary>Where an observation says it happened: what the inventory is asked for. Null where it says nothing to ask for.</summary>
    public static string? PlaceOf(Observation observation) => observation switch
    {
        { OnHost: true } => null,
        { Pod: { } pod } => $"{observation.Namespace}/{pod}",
        { PodUid: { } uid } => UidPlace(uid),
        { ContainerId: { } id } when PlacementTable.ShortOf(id) is { } shortId => ContainerPlace(shortId),
        _ => null,
    };

    /// <summary>Joins observations that were just appended.</summary>
    public static async Task JoinAsync(DbConnection connection, DbTransaction transaction, IEnumerable<LogEntry> entries)
    {
        LogEntry[] placed = [.. entries.Where(entry => entry.IncidentId is not null && PlaceOf(entry.Observation) is not null)];
        if (placed.Length > 0 && await PlacementTable.AnyAsync(connection, transaction))
        {
            await WriteAsync(connection, transaction, placed);
        }
    }

    /// <summary>Joins anew every observation that may mean one of these pods.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="transaction">The write under way.</param>
    /// <param name="pods">Pods of which something new is known.</param>
    /// <param name="andPending">Also whatever waited for the next listing.</param>
    public static async Task RejoinAsync(DbConnection connection, DbTransaction transaction, IReadOnlyCollection<(string Cluster, string Uid)> pods, bool andPending)
    {
        HashSet<string> places = new(StringComparer.Ordinal);
        foreach (Placement placement in await PlacementTable.FindAsync(connection, transaction, "pod_uid", [.. pods.Select(pod => pod.Uid)], CancellationToken.None))
        {
            places.UnionWith([$"{placement.Namespace}/{placement.Pod}", $"/{placement.Pod}", UidPlace(placement.PodUid)]);
            if (PlacementTable.ShortOf(placement.ContainerId) is { } shortId)
            {
                places.Add(ContainerPlace(shortId));
            }
        }

        if (andPending)
        {
            using DbCommand pending = connection.Command("SELECT DISTINCT place FROM attribution WHERE pending = 1");
            pending.Transaction = transaction;
            using DbDataReader reader = await pending.ExecuteReaderAsync(CancellationToken.None);
            while (await reader.ReadAsync(CancellationToken.None))
            {
                places.Add(reader.GetString(0));
            }
        }

        foreach (string[] chunk in places.Order(StringComparer.Ordinal).Chunk(StoreCommands.MaximumParameters))
        {
            List<LogEntry> entries = await ReadAsync(connection, transaction, chunk);
            foreach (string[] stale in entries.Select(entry => PlaceOf(entry.Observation)!).Distinct(StringComparer.Ordinal).Chunk(StoreCommands.MaximumParameters))
            {
                using DbCommand delete = connection.Command($"DELETE FROM attribution WHERE place IN ({StoreCommands.Marks(stale.Length)})");
                delete.Transaction = transaction;
                delete.AddMarks(stale);
                await delete.ExecuteNonQueryAsync(CancellationToken.None);
            }

            await WriteAsync(connection, transaction, entries);
        }
    }

    /// <summary>The placements an incident was joined to, each with the surest level.</summary>
    public static async Task<List<(Placement Placement, AttributionLevel Level, Charge Charge)>> OfIncidentAsync(
        DbConnection connection, string incident, CancellationToken cancellationToken)
    {
        Dictionary<string, (AttributionLevel Level, Charge Charge)> joined = new(StringComparer.Ordinal);
        using (DbCommand command = connection.Command("SELECT placement, MIN(level), MAX(charge) FROM attribution WHERE incident = @id GROUP BY placement", ("@id", incident)))
        using (DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                joined[reader.GetString(0)] = ((AttributionLevel)reader.GetInt64(1), (Charge)reader.GetInt64(2));
            }
        }

        List<Placement> placements = await PlacementTable.FindAsync(connection, null, "id", joined.Keys, cancellationToken);
        return
        [
            .. placements.Select(placement => (placement, joined[placement.Id].Level, joined[placement.Id].Charge))
                .OrderBy(row => row.Level).ThenBy(row => row.placement.Cluster, StringComparer.Ordinal).ThenBy(row => row.placement.Namespace, StringComparer.Ordinal)
                .ThenBy(row => row.placement.Pod, StringComparer.Ordinal).ThenBy(row => row.placement.ValidFrom).ThenBy(row => row.placement.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>Which column of the placements a place is looked up in, by <see cref="ValueOf"/>.</summary>
    public static string ColumnOf(string place) => place.StartsWith(UidPrefix, StringComparison.Ordinal) ? "pod_uid" : place.StartsWith(ContainerPrefix, StringComparison.Ordinal) ? "short_id" : "workload";

    /// <summary>The value that a place is looked up by.</summary>
    public static string ValueOf(string place) => place[(place.IndexOfAny([':', '/']) + 1)..];

    private static string UidPlace(string uid) => UidPrefix + uid;

    private static string ContainerPlace(string shortId) => ContainerPrefix + shortId;

    private static async Task<List<LogEntry>> ReadAsync(DbConnection connection, DbTransaction transaction, string[] places)
    {
        List<LogEntry> entries = [];
        using DbCommand command = connection.Command($"SELECT facts FROM observation WHERE place IN ({StoreCommands.Marks(places.Length)}) AND incident IS NOT NULL");
        command.Transaction = transaction;
        command.AddMarks(places);
        using DbDataReader reader = await command.ExecuteReaderAsync(CancellationToken.None);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            entries.Add(LogEntry.OfFacts(Encoding.UTF8.GetBytes(reader.GetString(0))));
        }

        return entries;
    }

    private static async Task WriteAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<LogEntry> entries)
    {
        Observation[] observations = [.. entries.Select(entry => entry.Observation)];
        ILookup<string, Placement> byPod = await LookUpAsync(connection, transaction, "pod", observations.Select(observation => observation.Pod), placement => placement.Pod);
        ILookup<string, Placement> byUid = await LookUpAsync(connection, transaction, "pod_uid", observations.Select(observation => observation.PodUid), placement => placement.PodUid);
        ILookup<string, Placement> byShortId = await LookUpAsync(
            connection, transaction, "short_id", observations.Where(observation => observation is { Pod: null, PodUid: null }).Select(observation => PlacementTable.ShortOf(observation.ContainerId)),
            placement => PlacementTable.ShortOf(placement.ContainerId) ?? "");
        HashSet<(string, string, string, long, long, long)> rows = [];
        foreach (LogEntry entry in entries)
        {
            Observation observation = entry.Observation;
            IEnumerable<Placement> known = observation.PodUid is { } uid ? byUid[uid] : observation.Pod is { } pod ? byPod[pod] : byShortId[PlacementTable.ShortOf(observation.ContainerId) ?? ""];
            Resolution resolution = AttributionLadder.Resolve(observation, [.. known]);
            foreach (Placement candidate in resolution.Candidates)
            {
                rows.Add((entry.IncidentId!, PlaceOf(observation)!, candidate.Id, (long)resolution.Level, (long)resolution.Charge, resolution.Pending ? 1 : 0));
            }
        }

        await Insert.WriteAsync(connection, transaction, [.. rows.Order().Select(row => (object?[])[row.Item1, row.Item2, row.Item3, row.Item4, row.Item5, row.Item6])]);
    }

    private static async Task<ILookup<string, Placement>> LookUpAsync(
        DbConnection connection, DbTransaction transaction, string column, IEnumerable<string?> values, Func<Placement, string> key) =>
        (await PlacementTable.FindAsync(connection, transaction, column, [.. values.OfType<string>()], CancellationToken.None)).ToLookup(key, StringComparer.Ordinal);
}
