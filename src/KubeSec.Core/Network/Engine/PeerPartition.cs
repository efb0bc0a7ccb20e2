namespace KubeSec.Network;

/// <summary>
/// Every peer and what is decided about its ports so far. Peers stand in groups of one state; those that a narrow rule speaks
/// of stand alone from then on, so that a rule costs what it touches, however many states the rules before it have made.
/// </summary>
/// <param name="every">All peers.</param>
/// <param name="first">The state they begin in.</param>
internal sealed class PeerPartition(PeerSet every, PortState first)
{
    /// <summary>A rule for more peers than this is cheaper to apply to whole groups.</summary>
    private const int Narrow = 64;

    // Who stands alone is still a member of a group, and its state there is no longer asked for.
    private readonly Dictionary<int, PortState> alone = [];
    private Dictionary<PortState, PeerSet> groups = new() { [first] = every };

    /// <summary>Changes the state of some peers.</summary>
    public void Change(PeerSet peers, Func<PortState, PortState> change)
    {
        if (peers.Count > Narrow)
        {
            ChangeGroups(peers, change);
            ChangeAlone([.. alone.Keys.Where(peers.Contains)], change);
            return;
        }

        foreach (int peer in peers.Members())
        {
            alone.TryAdd(peer, groups.First(group => group.Value.Contains(peer)).Key);
        }

        ChangeAlone(peers.Members(), change);
    }

    /// <summary>Changes the state of every peer.</summary>
    public void ChangeAll(Func<PortState, PortState> change)
    {
        ChangeGroups(every, change);
        ChangeAlone([.. alone.Keys], change);
    }

    /// <summary>The peers by what is allowed to them.</summary>
    public IReadOnlyDictionary<int, PeerSet> Allowed()
    {
        var allowed = new Dictionary<int, PeerSet>();
        int[] lone = [.. alone.Keys];
        Array.Sort(lone);
        PeerSet apart = PeerSet.Of(lone);
        foreach ((PortState state, PeerSet members) in groups)
        {
            Add(allowed, state.Allowed, members.Except(apart));
        }

        var alike = new Dictionary<int, List<int>>();
        foreach (int peer in lone)
        {
            int ports = alone[peer].Allowed;
            if (!alike.TryGetValue(ports, out List<int>? peers))
            {
                alike.Add(ports, peers = []);
            }

            peers.Add(peer);
        }

        foreach ((int ports, List<int> peers) in alike)
        {
            Add(allowed, ports, PeerSet.Of(peers));
        }

        return allowed;
    }

    private void ChangeGroups(PeerSet peers, Func<PortState, PortState> change)
    {
        var changed = new Dictionary<PortState, PeerSet>();
        foreach ((PortState state, PeerSet members) in groups)
        {
            PortState next = change(state);
            Add(changed, next, next == state ? members : members.And(peers));
            Add(changed, state, next == state ? PeerSet.Empty : members.Except(peers));
        }

        groups = changed;
    }

    private static void Add<TKey>(Dictionary<TKey, PeerSet> parts, TKey key, PeerSet members)
        where TKey : notnull
    {
        if (!members.IsEmpty)
        {
            parts[key] = parts.TryGetValue(key, out PeerSet? present) ? present.Or(members) : members;
        }
    }

    private void ChangeAlone(IEnumerable<int> peers, Func<PortState, PortState> change)
    {
        foreach (int peer in peers)
        {
            alone[peer] = change(alone[peer]);
        }
    }
}
