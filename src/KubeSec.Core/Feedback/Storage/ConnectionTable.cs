using System.Data.Common;
using KubeSec.Feedback.Attribution;
using KubeSec.Feedback.Observations;

namespace KubeSec.Feedback.Storage;

/// <summary>Who was seen to talk to which address: folded from the log, and commutative as all of the state is.</summary>
internal static class ConnectionTable
{
    // An index of PostgreSQL takes 2,700 bytes a row, of which the place may need 1,800.
    private const int MaximumCluster = 200;

    private static readonly RowInsert Upsert = new(
        "connection",
        ["place", "cluster", "direction", "protocol", "peer", "#port", "standing", "#count", "#first_seen", "#last_seen"],
        $"""
        (place, cluster, direction, protocol, peer, port, standing) DO UPDATE SET
          count = connection.count + excluded.count,
          {RowInsert.Least("connection", "first_seen")},
          {RowInsert.Greatest("connection", "last_seen")}
        """);

    /// <summary>Adds what new observations say was connected: the connections of activity, and those that alerts are about.</summary>
    public static Task FoldAsync(DbConnection connection, DbTransaction transaction, IEnumerable<Observation> observations)
    {
        Dictionary<ConnectionKey, (long Count, long? First, long? Last)> seen = [];
        foreach (Observation observation in observations)
        {
            foreach (ConnectionKey key in KeysOf(observation).Distinct())
            {
                (long count, long? first, long? last) = seen.GetValueOrDefault(key);
                seen[key] = (count + 1, first < observation.At ? first : observation.At ?? first, last > observation.At ? last : observation.At ?? last);
            }
        }

        return seen.Count == 0 ? Task.CompletedTask : Upsert.WriteAsync(connection, transaction, [.. seen.OrderBy(pair => pair.Key).Select(pair => Row(pair.Key, pair.Value))]);
    }

    /// <summary>Every connection, in order.</summary>
    public static async Task<List<ConnectionRow>> ReadAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        using DbCommand command = connection.Command(
            "SELECT place, cluster, direction, protocol, peer, port, standing, count, first_seen, last_seen FROM connection ORDER BY place, cluster, direction, protocol, peer, port, standing");
        List<ConnectionRow> rows = [];
        using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = new ConnectionKey(
                reader.GetString(0), reader.GetString(1), StoreCommands.FromWord<ConnectionDirection>(reader.GetString(2)),
                reader.GetString(3) is { Length: > 0 } protocol ? StoreCommands.FromWord<ConnectionProtocol>(protocol) : null,
                reader.GetString(4), (int)reader.GetInt64(5), StoreCommands.FromWord<ConnectionStanding>(reader.GetString(6)));
            rows.Add(new ConnectionRow(key, reader.GetInt64(7), reader.NullableNumber(8), reader.NullableNumber(9)));
        }

        return rows;
    }

    /// <summary>Folds what the log held of alerts before there was this table; connections of activity were not read then.</summary>
    public static async Task CatchUpAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        const int Page = 1000;
        for (long after = 0; ;)
        {
            List<Observation> alerts = [];
            using (DbCommand command = connection.Command(FormattableString.Invariant($"SELECT seq, facts FROM observation WHERE seq > @after AND kind = 'alert' ORDER BY seq LIMIT {Page}"), ("@after", after)))
            {
                command.Transaction = transaction;
                using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    after = reader.GetInt64(0);
                    alerts.Add(LogEntry.OfFacts(System.Text.Encoding.UTF8.GetBytes(reader.GetString(1))).Observation);
                }
            }

            await FoldAsync(connection, transaction, alerts);
            if (alerts.Count < Page)
            {
                return;
            }
        }
    }

    private static IEnumerable<ConnectionKey> KeysOf(Observation observation)
    {
        if (observation is { OnHost: true } or { Kind: not (ObservationKind.Activity or ObservationKind.Alert) })
        {
            yield break;
        }

        if (observation is { Kind: ObservationKind.Activity, Connection: { } peer } && PlaceOf(observation) is { Length: > 0 } place)
        {
            yield return new ConnectionKey(
                place, ClusterOf(observation), peer.Direction, peer.Protocol, peer.Address, peer.Port, peer.Stopped ? ConnectionStanding.Stopped : ConnectionStanding.Ordinary);
        }

        if (observation.Kind == ObservationKind.Alert)
        {
            foreach ((ConnectionDirection direction, string address, int port) in AlertedPeers.Of(observation))
            {
                yield return new ConnectionKey(PlaceOf(observation), ClusterOf(observation), direction, null, address, port, ConnectionStanding.Alert);
            }
        }
    }

    private static string ClusterOf(Observation observation) =>
        observation.Cluster is not { } cluster ? "" : cluster.Length <= MaximumCluster ? cluster : cluster[..MaximumCluster];

    // The workload where the event tells it, so that its pods come and go without a row each; else what the inventory is asked for.
    private static string PlaceOf(Observation observation) =>
        IncidentFold.Cut(Fingerprint.WorkloadOf(observation) is { } workload ? $"{observation.Namespace}/{workload}" : AttributionTable.PlaceOf(observation) ?? "");

    private static object?[] Row(ConnectionKey key, (long Count, long? First, long? Last) seen) =>
    [
        key.Place, key.Cluster, StoreCommands.Word(key.Direction), key.Protocol is { } protocol ? StoreCommands.Word(protocol) : "", key.Peer, (long)key.Port, StoreCommands.Word(key.Standing),
        seen.Count, seen.First, seen.Last,
    ];
}

/// <summary>What makes a connection one.</summary>
/// <param name="Place">The workload as <c>namespace/name</c>, or the place that the inventory is asked for; empty where an alert names neither.</param>
/// <param name="Cluster">The cluster as the sensor names it; empty where it does not.</param>
/// <param name="Direction">Who opened it.</param>
/// <param name="Protocol">Its protocol; null where an alert does not say.</param>
/// <param name="Peer">The other end's address.</param>
/// <param name="Port">The port that was opened.</param>
/// <param name="Standing">What it was part of.</param>
internal readonly record struct ConnectionKey(
    string Place, string Cluster, ConnectionDirection Direction, ConnectionProtocol? Protocol, string Peer, int Port, ConnectionStanding Standing) : IComparable<ConnectionKey>
{
    public int CompareTo(ConnectionKey other)
    {
        int byPlace = string.CompareOrdinal(Place, other.Place);
        int byPeer = byPlace != 0 ? byPlace : string.CompareOrdinal(Peer, other.Peer);
        return byPeer != 0 ? byPeer : (string.CompareOrdinal(Cluster, other.Cluster), Port, Direction, Protocol ?? (ConnectionProtocol)(-1), Standing)
            .CompareTo((0, other.Port, other.Direction, other.Protocol ?? (ConnectionProtocol)(-1), other.Standing));
    }
}

/// <summary>A connection as the table keeps it.</summary>
internal sealed record ConnectionRow(ConnectionKey Key, long Count, long? FirstSeen, long? LastSeen);
