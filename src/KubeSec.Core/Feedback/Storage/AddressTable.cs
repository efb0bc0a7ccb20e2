using System.Data.Common;
using KubeSec.Feedback.Attribution;

namespace KubeSec.Feedback.Storage;

/// <summary>Who had which address: folded from the inventory's log, and commutative as all of the state is.</summary>
internal static class AddressTable
{
    private static readonly RowInsert Upsert = new(
        "address",
        ["address", "cluster", "kind", "uid", "namespace", "name", "#created_at", "#ended_at"],
        $"""
        (address, cluster, kind, uid) DO UPDATE SET
          namespace = CASE WHEN excluded.namespace < address.namespace THEN excluded.namespace ELSE address.namespace END,
          name = CASE WHEN excluded.name < address.name THEN excluded.name ELSE address.name END,
          {RowInsert.Least("address", "created_at")},
          {RowInsert.Least("address", "ended_at")}
        """);

    public static Task FoldAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<InventoryFact> facts) => Upsert.WriteAsync(
        connection, transaction,
        [
            // One statement may not meet a row twice.
            .. facts.SelectMany(RowsOf).GroupBy(row => (row.Address, row.Cluster, row.Kind, row.Uid))
                .OrderBy(rows => rows.Key.Address, StringComparer.Ordinal).ThenBy(rows => rows.Key.Uid, StringComparer.Ordinal)
                .Select(rows => (object?[])
                [
                    rows.Key.Address, rows.Key.Cluster, StoreCommands.Word(rows.Key.Kind), rows.Key.Uid,
                    rows.Select(row => row.Namespace).Min(StringComparer.Ordinal), rows.Select(row => row.Name).Min(StringComparer.Ordinal), rows.Min(row => row.CreatedAt), rows.Min(row => row.EndedAt),
                ]),
        ]);

    /// <summary>Everybody who had one of some addresses.</summary>
    public static async Task<List<AddressRow>> FindAsync(DbConnection connection, IReadOnlyCollection<string> addresses, CancellationToken cancellationToken)
    {
        List<AddressRow> found = [];
        foreach (string[] chunk in addresses.Distinct(StringComparer.Ordinal).Chunk(StoreCommands.MaximumParameters))
        {
            using DbCommand command = connection.Command(
                $"SELECT address, cluster, kind, uid, namespace, name, created_at, ended_at FROM address WHERE address IN ({StoreCommands.Marks(chunk.Length)}) ORDER BY address, cluster, kind, uid");
            command.AddMarks(chunk);
            using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                found.Add(new AddressRow(
                    reader.GetString(0), reader.GetString(1), StoreCommands.FromWord<ConnectionPeerKind>(reader.GetString(2)), reader.GetString(3), reader.GetString(4), reader.GetString(5),
                    reader.NullableNumber(6), reader.NullableNumber(7)));
            }
        }

        return found;
    }

    private static IEnumerable<AddressRow> RowsOf(InventoryFact fact)
    {
        if (fact.Pod is { } pod)
        {
            IEnumerable<AddressRow> own = (pod.Addresses ?? []).Select(address => new AddressRow(address, pod.Cluster, ConnectionPeerKind.Workload, pod.Uid, pod.Namespace, pod.Name, pod.CreatedAt, pod.EndedAt));
            // A pod tells its node's addresses by the way; the node itself need not have been listed.
            return own.Concat((pod.NodeAddresses ?? []).Select(address => new AddressRow(address, pod.Cluster, ConnectionPeerKind.Node, pod.Node ?? "", "", pod.Node ?? "", null, null)));
        }

        return fact.Address is not { } other ? []
            : other.Addresses.Select(address => new AddressRow(
                address, other.Cluster, other.Kind, other.Kind == ConnectionPeerKind.Node ? other.Name : other.Uid, other.Namespace, other.Name, other.Kind == ConnectionPeerKind.Node ? null : other.CreatedAt, null));
    }
}

/// <summary>Somebody's hold on an address.</summary>
/// <param name="Address">The address.</param>
/// <param name="Cluster">The cluster; empty where nobody named it.</param>
/// <param name="Kind">A workload's pod, a Service or a node.</param>
/// <param name="Uid">The pod's or Service's uid, the node's name.</param>
/// <param name="Namespace">Its namespace; empty for a node.</param>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">When it was made; null where that is not known, and for a node.</param>
/// <param name="EndedAt">When it let go of the address, as far as it told itself.</param>
internal sealed record AddressRow(string Address, string Cluster, ConnectionPeerKind Kind, string Uid, string Namespace, string Name, long? CreatedAt, long? EndedAt);
