using System.Data.Common;
using KubeSec.Feedback.Storage;

namespace KubeSec.Feedback.Attribution;

/// <summary>Puts names to both ends of the connections that were seen.</summary>
internal static class ConnectionReader
{
    public static async Task<IReadOnlyList<ObservedConnection>> ReadAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        List<ConnectionRow> rows = await ConnectionTable.ReadAsync(connection, cancellationToken);
        AddressBook addresses = await AddressBook.ReadAsync(connection, [.. rows.Select(row => row.Key.Peer)], cancellationToken);
        Dictionary<string, (string Namespace, string Workload)> owners = await OwnersAsync(connection, rows, cancellationToken);
        List<ObservedConnection> connections = [];
        foreach (ConnectionRow row in rows)
        {
            (string space, string workload) = owners.GetValueOrDefault(row.Key.Place, ("", ""));
            ConnectionKey key = row.Key;
            IEnumerable<ConnectionPeer> peers = key.Standing == ConnectionStanding.Alert
                ? addresses.Candidates(key.Cluster, key.Peer, row.FirstSeen, row.LastSeen)
                : [addresses.Resolve(key.Cluster, key.Peer, row.FirstSeen, row.LastSeen)];
            connections.AddRange(peers.Select(peer => new ObservedConnection
            {
                Namespace = space,
                Workload = workload,
                Direction = key.Direction,
                Protocol = key.Protocol,
                Peer = peer,
                Port = key.Port,
                Standing = key.Standing,
                CountLowerBound = row.Count,
                FirstSeen = row.FirstSeen,
                LastSeen = row.LastSeen,
            }));
        }

        return connections;
    }

    // A place is a workload as namespace/name; or what the inventory knows by its uid, its container's id, or its name alone.
    private static async Task<Dictionary<string, (string Namespace, string Workload)>> OwnersAsync(DbConnection connection, List<ConnectionRow> rows, CancellationToken cancellationToken)
    {
        Dictionary<string, (string, string)> owners = new(StringComparer.Ordinal);
        List<string> open = [];
        foreach (string place in rows.Select(row => row.Key.Place).Distinct(StringComparer.Ordinal))
        {
            if (place.IndexOf('/', StringComparison.Ordinal) is var slash and > 0)
            {
                owners[place] = (place[..slash], place[(slash + 1)..]);
            }
            else if (place.Length > 0)
            {
                open.Add(place);
            }
        }

        foreach (var kind in open.GroupBy(AttributionTable.ColumnOf))
        {
            ILookup<string, Placement> found = (await PlacementTable.FindAsync(connection, null, kind.Key, [.. kind.Select(AttributionTable.ValueOf)], cancellationToken))
                .ToLookup(placement => ValueIn(placement, kind.Key), StringComparer.Ordinal);
            foreach (string place in kind)
            {
                if (found[AttributionTable.ValueOf(place)].Select(placement => (placement.Namespace, placement.Workload)).Distinct().ToArray() is [var one])
                {
                    owners[place] = one;
                }
            }
        }

        return owners;
    }

    private static string ValueIn(Placement placement, string column) => column switch
    {
        "pod_uid" => placement.PodUid,
        "short_id" => PlacementTable.ShortOf(placement.ContainerId) ?? "",
        _ => placement.Workload,
    };
}
