using System.Data.Common;
using KubeSec.Feedback.Storage;

namespace KubeSec.Feedback.Attribution;

/// <summary>
/// Tells whose an address was. Addresses of pods are used again: one counts for a workload only while its pod was surely there,
/// and while nobody else can have had it.
/// </summary>
internal sealed class AddressBook
{
    private readonly ILookup<string, AddressHolder> holders;

    private AddressBook(IEnumerable<AddressHolder> holders) => this.holders = holders.ToLookup(holder => holder.Address, StringComparer.Ordinal);

    public static async Task<AddressBook> ReadAsync(DbConnection connection, IReadOnlyCollection<string> addresses, CancellationToken cancellationToken)
    {
        List<AddressRow> rows = await AddressTable.FindAsync(connection, addresses, cancellationToken);
        ILookup<string, Placement> pods = (await PlacementTable.FindAsync(
                connection, null, "pod_uid", [.. rows.Where(row => row.Kind == ConnectionPeerKind.Workload).Select(row => row.Uid)], cancellationToken))
            .ToLookup(placement => placement.PodUid, StringComparer.Ordinal);
        var held = rows.Select(row => AddressHolder.Of(row, [.. pods[row.Uid].Where(placement => placement.Cluster == row.Cluster)])).GroupBy(holder => (holder.Address, holder.Cluster, holder.Peer.Kind));
        return new AddressBook(held.SelectMany(rivals => rivals.Select(holder => holder.EndedBy(rivals))));
    }

    /// <summary>Whose the address was from one moment to another; with the reason where that cannot be told.</summary>
    public ConnectionPeer Resolve(string cluster, string address, long? first, long? last)
    {
        AddressHolder[] known = [.. Known(cluster, address)];
        AddressHolder[] possible = [.. known.Where(holder => holder.MayHold(first, last))];
        ConnectionPeer[] peers = [.. possible.Select(holder => holder.Peer).Distinct()];
        return (known, peers) switch
        {
            ([], _) => new ConnectionPeer(ConnectionPeerKind.Address, "", "", address),
            (_, []) => Unresolved(address, $"{known[0].Words} had this address at another time"),
            (_, [_, _, ..]) => Unresolved(address, $"{possible[0].Words} and {possible.First(holder => holder.Peer != possible[0].Peer).Words} both had this address in that time"),
            _ when !Array.Exists(possible, holder => holder.Holds(first)) || !Array.Exists(possible, holder => holder.Holds(last)) =>
                Unresolved(address, $"{possible[0].Words} had this address when the cluster was last listed, and that was not when it was seen; list it again (kubesec cluster snapshot)"),
            _ => peers[0],
        };
    }

    /// <summary>Everybody whose the address may have been: what an alert says is held against all of them.</summary>
    public IEnumerable<ConnectionPeer> Candidates(string cluster, string address, long? first, long? last)
    {
        AddressHolder[] known = [.. Known(cluster, address)];
        ConnectionPeer[] possible = [.. known.Where(holder => holder.MayHold(first, last)).Select(holder => holder.Peer).Distinct()];
        return possible.Append(new ConnectionPeer(ConnectionPeerKind.Address, "", "", address));
    }

    private IEnumerable<AddressHolder> Known(string cluster, string address) =>
        holders[address].Where(holder => cluster.Length == 0 || holder.Cluster.Length == 0 || holder.Cluster == cluster);

    private static ConnectionPeer Unresolved(string address, string why) => new(ConnectionPeerKind.Unresolved, "", "", address, why);
}

/// <summary>Somebody who had an address, and when.</summary>
internal sealed record AddressHolder(string Address, string Cluster, ConnectionPeer Peer)
{
    public long? CreatedAt { get; init; }

    /// <summary>From when on it surely had the address; null where that is not known.</summary>
    public long? StartedAt { get; init; }

    /// <summary>From when on it surely had it no more.</summary>
    public long? GoneBy { get; init; }

    /// <summary>Until when it was surely there: for pods alone, since Services and nodes keep what they have.</summary>
    public long? KnownUntil { get; init; } = long.MaxValue;

    /// <summary>It, in a few words.</summary>
    public string Words => Peer.Kind switch
    {
        ConnectionPeerKind.Service => $"Service {Peer.Namespace}/{Peer.Name}",
        ConnectionPeerKind.Node => $"node {Peer.Name}",
        _ => $"{Peer.Namespace}/{Peer.Name}",
    };

    public static AddressHolder Of(AddressRow row, IReadOnlyList<Placement> runs)
    {
        bool pod = row.Kind == ConnectionPeerKind.Workload;
        var holder = new AddressHolder(row.Address, row.Cluster, new ConnectionPeer(row.Kind, row.Namespace, pod && runs.Count > 0 ? runs[0].Workload : row.Name, row.Address)) { CreatedAt = row.CreatedAt };
        return !pod ? holder : holder with
        {
            StartedAt = runs.Min(run => run.StartedAt),
            GoneBy = runs.Min(run => run.GoneBy) is { } gone && !(row.EndedAt < gone) ? gone : row.EndedAt,
            KnownUntil = runs.Max(run => run.KnownUntil),
        };
    }

    /// <summary>It as it stood before a younger one of its kind had the same address: two of a cluster never have it at once.</summary>
    public AddressHolder EndedBy(IEnumerable<AddressHolder> rivals)
    {
        long? end = Peer.Kind == ConnectionPeerKind.Node ? null : rivals
            .Where(other => other.CreatedAt > CreatedAt)
            .Min(other => Peer.Kind == ConnectionPeerKind.Service ? other.CreatedAt : other.StartedAt);
        return end is { } successor && !(GoneBy < successor) ? this with { GoneBy = successor } : this;
    }

    public bool MayHold(long? first, long? last) => !(CreatedAt > last) && !(GoneBy <= first);

    public bool Holds(long? at) => Peer.Kind != ConnectionPeerKind.Workload || (at >= CreatedAt && !(at >= GoneBy) && at <= KnownUntil);
}
