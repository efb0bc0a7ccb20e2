using System.Data.Common;
using KubeSec.Feedback.Storage;

namespace KubeSec.Feedback.Attribution;

/// <summary>
/// Appends facts to the inventory's log, folds the new ones into its state, and joins anew whatever observations they concern.
/// All of it in the caller's write transaction, so that no observation is joined to half a listing.
/// </summary>
internal static class InventoryLog
{
    private static readonly RowInsert Log = new("inventory_fact", ["key", "#received_at", "body"], "(key) DO NOTHING", returning: "key");

    private static readonly RowInsert Life = new(
        "pod_life",
        ["cluster", "pod_uid", "#last_seen", "#gone_at"],
        $"""
        (cluster, pod_uid) DO UPDATE SET
          {RowInsert.Greatest("pod_life", "last_seen")},
          {RowInsert.Least("pod_life", "gone_at")}
        """);

    private static readonly RowInsert Coverage = new(
        "coverage",
        ["cluster", "scope", "#from_at", "#to_at"],
        "(cluster, scope, from_at) DO UPDATE SET to_at = CASE WHEN excluded.to_at > coverage.to_at THEN excluded.to_at ELSE coverage.to_at END");

    /// <summary>Appends what the log has not got yet.</summary>
    /// <returns>How many facts were new.</returns>
    public static async Task<int> AppendAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<InventoryFact> facts, long receivedAt)
    {
        Dictionary<string, (InventoryFact Fact, string Body)> byKey = new(StringComparer.Ordinal);
        foreach (InventoryFact fact in facts)
        {
            string body = fact.Body();
            byKey.TryAdd(InventoryFact.KeyOf(body), (fact, body));
        }

        List<string> taken = await Log.WriteAsync(connection, transaction, [.. byKey.Select(pair => (object?[])[pair.Key, receivedAt, pair.Value.Body])]);
        InventoryFact[] fresh = [.. taken.Select(key => byKey[key].Fact)];
        HashSet<(string Cluster, string Uid)> touched = [];
        foreach (Placement placement in await PlacementTable.MergeAsync(connection, transaction, [.. fresh.Where(fact => fact.Pod is not null).SelectMany(fact => Placement.Of(fact.Pod!))]))
        {
            touched.Add((placement.Cluster, placement.PodUid));
        }

        bool watched = await FoldLifeAsync(connection, transaction, fresh, touched);
        await ArtifactTable.FoldAsync(connection, transaction, fresh);
        await AddressTable.FoldAsync(connection, transaction, fresh);
        await AttributionTable.RejoinAsync(connection, transaction, touched, andPending: watched);
        return taken.Count;
    }

    private static async Task<bool> FoldLifeAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<InventoryFact> facts, HashSet<(string Cluster, string Uid)> touched)
    {
        Dictionary<(string Cluster, string Uid), (long? Seen, long? Gone)> lives = [];
        Dictionary<(string Cluster, string Scope, long From), long> covered = [];
        foreach (InventoryFact fact in facts)
        {
            if (fact.Gone is { } gone)
            {
                (long? seen, long? at) = lives.GetValueOrDefault((gone.Cluster, gone.Uid));
                lives[(gone.Cluster, gone.Uid)] = (seen, at < gone.At ? at : gone.At);
            }

            if (fact.Coverage is not { } coverage)
            {
                continue;
            }

            foreach (string uid in coverage.Seen)
            {
                (long? seen, long? at) = lives.GetValueOrDefault((coverage.Cluster, uid));
                lives[(coverage.Cluster, uid)] = (seen > coverage.To ? seen : coverage.To, at);
            }

            if (coverage.Scope is { } scope)
            {
                (string, string, long) key = (coverage.Cluster, scope, coverage.From);
                covered[key] = Math.Max(covered.GetValueOrDefault(key, long.MinValue), coverage.To);
            }
        }

        await Life.WriteAsync(connection, transaction, [.. lives.OrderBy(pair => pair.Key).Select(pair => (object?[])[pair.Key.Cluster, pair.Key.Uid, pair.Value.Seen, pair.Value.Gone])]);
        touched.UnionWith(lives.Keys);
        foreach ((string cluster, string scope, long from) in covered.Keys.Order())
        {
            await AddMissingAsync(connection, transaction, cluster, scope, from, touched);
        }

        await Coverage.WriteAsync(connection, transaction, [.. covered.OrderBy(pair => pair.Key).Select(pair => (object?[])[pair.Key.Cluster, pair.Key.Scope, pair.Key.From, pair.Value])]);
        return covered.Count > 0;
    }

    // The pods that this listing is the first to miss; those that an earlier one missed were gone before.
    private static async Task AddMissingAsync(DbConnection connection, DbTransaction transaction, string cluster, string scope, long from, HashSet<(string Cluster, string Uid)> touched)
    {
        using DbCommand command = connection.Command(
            """
            SELECT l.pod_uid FROM pod_life l WHERE l.cluster = @cluster AND l.last_seen < @from
              AND l.last_seen >= COALESCE((SELECT MAX(c.from_at) FROM coverage c WHERE c.cluster = @cluster AND c.scope = @scope AND c.from_at < @from), l.last_seen)
            """,
            ("@cluster", cluster), ("@from", from), ("@scope", scope));
        command.Transaction = transaction;
        using DbDataReader reader = await command.ExecuteReaderAsync(CancellationToken.None);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            touched.Add((cluster, reader.GetString(0)));
        }
    }
}
