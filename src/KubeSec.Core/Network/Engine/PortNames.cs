namespace KubeSec.Network;

/// <summary>
/// Resolves named ports. A name means what the destination pod's containers declare, so peers are grouped by
/// their list of named ports and each list is resolved once.
/// </summary>
internal sealed class PortNames
{
    /// <summary>The list of peers that declare nothing because they are no known pods.</summary>
    public const int Undeclared = 0;

    private readonly PortSetPool pool;
    private readonly PeerIndex index;
    private readonly List<IReadOnlyList<NamedPort>> lists = [[]];
    private readonly List<PeerSet> members = [];
    private readonly int[] listOf;

    public PortNames(PeerIndex index, PortSetPool pool)
    {
        this.pool = pool;
        this.index = index;
        listOf = new int[index.Classes.Count];
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (PeerClass peer in index.Classes)
        {
            string key = string.Join(',', peer.Sample.NamedPorts);
            if (!numbers.TryGetValue(key, out listOf[peer.Number]))
            {
                listOf[peer.Number] = lists.Count;
                numbers.Add(key, lists.Count);
                lists.Add(peer.Sample.NamedPorts);
            }
        }

        members.Add(PeerSet.Range(index.Classes.Count, index.Representatives.Count));
        members.AddRange(Enumerable.Range(1, lists.Count - 1).Select(list =>
            PeerSet.Of([.. index.Classes.Where(peer => listOf[peer.Number] == list).Select(peer => peer.Number)])));
    }

    public int ListOf(int peer) => peer < listOf.Length ? listOf[peer] : Undeclared;

    /// <summary>The ports of a rule whose destination has one list of named ports.</summary>
    public (int Ports, int Possible, UnknownReason Reason) Resolve(PolicyRule rule, int list)
    {
        if (rule.Ports is null)
        {
            return (PortSetPool.All, PortSetPool.All, UnknownReason.None);
        }

        int sure = PortSetPool.None;
        int possible = PortSetPool.None;
        foreach (RulePort port in rule.Ports)
        {
            int numbers = pool.Intern(port.Name is null ? port.Numbers : Declared(port, lists[list]));
            bool unresolved = port.Name is not null && numbers == PortSetPool.None;
            sure = pool.Union(sure, numbers);
            possible = pool.Union(possible, unresolved ? pool.Intern(port.Protocol is { } protocol ? PortSet.Of(protocol) : PortSet.All) : numbers);
        }

        return (sure, possible, sure == possible ? UnknownReason.None : UnknownReason.UnresolvedNamedPort);
    }

    /// <summary>Destinations split by what the rule's named ports mean there; addresses outside the cluster have no named ports.</summary>
    public IEnumerable<(PeerSet Destinations, int Ports, int Possible, UnknownReason Reason)> Split(PolicyRule rule)
    {
        if (!rule.HasNamedPorts)
        {
            (int ports, int possible, UnknownReason reason) = Resolve(rule, Undeclared);
            yield return (index.Every, ports, possible, reason);
            yield break;
        }

        int outside = pool.Intern(rule.Ports!.Aggregate(PortSet.None, (all, port) => all.Union(port.Numbers)));
        yield return (index.External, outside, outside, UnknownReason.None);
        for (int list = 0; list < lists.Count; list++)
        {
            if (!members[list].IsEmpty)
            {
                (int ports, int possible, UnknownReason reason) = Resolve(rule, list);
                yield return (members[list], ports, possible, reason);
            }
        }
    }

    private static PortSet Declared(RulePort wanted, IReadOnlyList<NamedPort> declared) => declared
        .Where(port => port.Name == wanted.Name && (wanted.Protocol is null || port.Protocol == wanted.Protocol))
        .Aggregate(PortSet.None, (all, port) => all.Union(PortSet.Of(port.Protocol, port.Port, port.Port)));
}
