using System.Data.Common;
using System.Text.Json;
using KubeSec.Feedback.Storage;

namespace KubeSec.Feedback.Attribution;

/// <summary>The inventory's state: who ran where and when, folded from its log.</summary>
internal static class PlacementTable
{
    // Known until: the last sight of the pod, or the end of a watch that was running then. Gone by: deleted, or missing in the first whole list since.
    private const string Select =
        """
        SELECT p.cluster, p.namespace, p.pod, p.pod_uid, p.container, p.container_id, p.image, p.image_id, p.owners, p.node, p.created_at, p.started_at, p.valid_to, l.last_seen, l.gone_at,
          (SELECT MAX(c.to_at) FROM coverage c WHERE c.cluster = p.cluster AND (c.scope = '' OR c.scope = p.namespace) AND c.to_at > c.from_at AND c.from_at <= l.last_seen AND c.to_at >= l.last_seen),
          (SELECT MIN(c.from_at) FROM coverage c WHERE c.cluster = p.cluster AND (c.scope = '' OR c.scope = p.namespace) AND c.from_at > l.last_seen)
        FROM placement p LEFT JOIN pod_life l ON l.cluster = p.cluster AND l.pod_uid = p.pod_uid
        """;

    private static readonly RowInsert Upsert = new(
        "placement",
        [
            "id", "cluster", "namespace", "pod", "pod_uid", "container", "container_id", "short_id", "image", "image_id", "digest", "repository", "owners", "workload_kind", "workload", "workload_path", "node",
            "#created_at", "#started_at", "#valid_to",
        ],
        """
        (id) DO UPDATE SET
          image = excluded.image, image_id = excluded.image_id, digest = excluded.digest, repository = excluded.repository, owners = excluded.owners, workload_kind = excluded.workload_kind,
          workload = excluded.workload, workload_path = excluded.workload_path, node = excluded.node, created_at = excluded.created_at, started_at = excluded.started_at, valid_to = excluded.valid_to
        """);

    /// <summary>Whether there is any inventory at all: without one nothing is joined.</summary>
    public static async Task<bool> AnyAsync(DbConnection connection, DbTransaction transaction)
    {
        using DbCommand command = connection.Command("SELECT 1 FROM placement LIMIT 1");
        command.Transaction = transaction;
        return await command.ExecuteScalarAsync(CancellationToken.None) is not null;
    }

    /// <summary>Every placement whose column has a value; the columns are <c>pod</c>, <c>pod_uid</c>, <c>short_id</c>, <c>workload</c>, <c>id</c>.</summary>
    public static async Task<List<Placement>> FindAsync(
        DbConnection connection, DbTransaction? transaction, string column, IReadOnlyCollection<string> values, CancellationToken cancellationToken)
    {
        List<Placement> found = [];
        foreach (string[] chunk in values.Distinct(StringComparer.Ordinal).Chunk(StoreCommands.MaximumParameters))
        {
            using DbCommand command = connection.Command($"{Select} WHERE p.{column} IN ({StoreCommands.Marks(chunk.Length)}) ORDER BY p.id");
            // Readers have a transaction of their own, which the command has from its connection.
            command.Transaction = transaction ?? command.Transaction;
            command.AddMarks(chunk);
            using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                found.Add(Read(reader));
            }
        }

        return found;
    }

    /// <summary>The uids of the pods that nothing says are gone, in order.</summary>
    public static async Task<IReadOnlyList<string>> LivePodsAsync(DbConnection connection, string cluster, CancellationToken cancellationToken)
    {
        SortedSet<string> live = new(StringComparer.Ordinal);
        using DbCommand command = connection.Command($"{Select} WHERE p.cluster = @cluster", ("@cluster", cluster));
        using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (Read(reader) is { GoneBy: null } placement)
            {
                live.Add(placement.PodUid);
            }
        }

        return [.. live];
    }

    /// <summary>Merges placements into the table.</summary>
    /// <returns>Those that say something new.</returns>
    public static async Task<List<Placement>> MergeAsync(DbConnection connection, DbTransaction transaction, IReadOnlyCollection<Placement> placements)
    {
        Dictionary<string, Placement> merged = new(StringComparer.Ordinal);
        foreach (Placement placement in placements)
        {
            string id = placement.Id;
            merged[id] = merged.TryGetValue(id, out Placement? earlier) ? earlier.Merge(placement) : placement;
        }

        Dictionary<string, Placement> stored = [];
        foreach (Placement placement in await FindAsync(connection, transaction, "id", merged.Keys, CancellationToken.None))
        {
            stored[placement.Id] = placement with { KnownUntil = null, GoneBy = null };
        }

        List<Placement> changed = [];
        List<object?[]> rows = [];
        foreach ((string id, Placement placement) in merged.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Placement next = stored.TryGetValue(id, out Placement? before) ? before.Merge(placement) : placement;
            object?[] row = Row(next, id);
            if (before is null || !row.SequenceEqual(Row(before, id)))
            {
                rows.Add(row);
                changed.Add(next);
            }
        }

        await Upsert.WriteAsync(connection, transaction, rows);
        return changed;
    }

    private static object?[] Row(Placement placement, string id) =>
    [
        id, placement.Cluster, placement.Namespace, placement.Pod, placement.PodUid, placement.Container, placement.ContainerId, ShortOf(placement.ContainerId), placement.Image, placement.ImageId,
        placement.Digest, placement.Repository, JsonSerializer.Serialize(placement.Owners, InventoryJson.Default.IReadOnlyListOwnerFact), placement.WorkloadKind, placement.Workload, $"{placement.Namespace}/{placement.Workload}", placement.Node,
        placement.CreatedAt, placement.StartedAt, placement.ValidTo,
    ];

    /// <summary>What container ids are looked up by; null where there is too little of one.</summary>
    public static string? ShortOf(string? containerId) => containerId is { Length: >= Placement.ShortIdLength } ? containerId[..Placement.ShortIdLength] : null;

    private static Placement Read(DbDataReader reader)
    {
        long? seen = reader.NullableNumber(13);
        long? watched = reader.NullableNumber(15);
        long? deleted = reader.NullableNumber(14);
        long? missing = reader.NullableNumber(16);
        return new Placement
        {
            Cluster = reader.GetString(0),
            Namespace = reader.GetString(1),
            Pod = reader.GetString(2),
            PodUid = reader.GetString(3),
            Container = reader.GetString(4),
            ContainerId = reader.GetString(5),
            Image = reader.NullableText(6),
            ImageId = reader.NullableText(7),
            Owners = JsonSerializer.Deserialize(reader.GetString(8), InventoryJson.Default.IReadOnlyListOwnerFact) ?? [],
            Node = reader.NullableText(9),
            CreatedAt = reader.NullableNumber(10),
            StartedAt = reader.NullableNumber(11),
            ValidTo = reader.NullableNumber(12),
            KnownUntil = watched > seen ? watched : seen,
            GoneBy = deleted is null || missing < deleted ? missing : deleted,
        };
    }
}
