namespace KubeSec.Network;

/// <summary>
/// Numbers every peer: classes of workloads by namespace, then stand-ins for pods not in the input, then the
/// stretches of addresses between which no policy makes a difference.
/// </summary>
internal sealed class PeerIndex
{
    private readonly NamespaceLabels namespaces;
    private readonly StandInIndex standIns;
    private readonly Dictionary<string, PeerSet> byNamespace = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PeerSet> byNamespaceQuery = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PeerSet> byPodQuery = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, PeerSet>> byLabel = new(StringComparer.Ordinal);

    public PeerIndex(NetworkModel model, IReadOnlyList<Representative> representatives)
    {
        namespaces = model.Namespaces;
        Representatives = representatives;
        standIns = new StandInIndex(representatives);
        Classes = Classify(model);
        Externals = Elementary(model);
        Pods = PeerSet.Range(0, Classes.Count);
        HostNetwork = PeerSet.Of([.. Classes.Where(peer => peer.Sample.IsHostNetwork).Select(peer => peer.Number)]);
        External = PeerSet.Range(FirstExternal, Externals.Count);
        Every = PeerSet.Range(0, Count);
        IndexLabels(model);
    }

    public IReadOnlyList<PeerClass> Classes { get; }

    public IReadOnlyList<Representative> Representatives { get; }

    public IReadOnlyList<AddressRange> Externals { get; }

    public PeerSet Pods { get; }

    public PeerSet HostNetwork { get; }

    public PeerSet External { get; }

    public PeerSet Every { get; }

    public int FirstExternal => Classes.Count + Representatives.Count;

    public int Count => FirstExternal + Externals.Count;

    /// <summary>The classes that a pair of selectors matches, and the stand-ins whose every pod it matches.</summary>
    public PeerSet Select(LabelQuery pods, LabelQuery? namespaceQuery, string ownNamespace)
    {
        PeerSet within = namespaceQuery is null ? byNamespace.GetValueOrDefault(ownNamespace, PeerSet.Empty) : InNamespaces(namespaceQuery);
        PeerSet matched = pods.IsEmpty ? within : within.And(WithLabels(pods));
        return Representatives.Count == 0 ? matched : matched.Or(StandIns(pods, namespaceQuery ?? LabelQuery.OfName(ownNamespace)));
    }

    /// <summary>The stretches of external addresses that lie in the given ranges.</summary>
    public PeerSet Addresses(IReadOnlyList<AddressRange> ranges) => ranges
        .Select(range => (First: IndexOf(range.Family, range.First), Last: IndexOf(range.Family, range.Last)))
        .Aggregate(PeerSet.Empty, (set, found) => set.Or(PeerSet.Range(FirstExternal + found.First, found.Last - found.First + 1)));

    private PeerSet StandIns(LabelQuery pods, LabelQuery namespaceQuery) =>
        PeerSet.Of([.. standIns.Matching(pods, namespaceQuery).Select(number => Classes.Count + number)]);

    private PeerSet InNamespaces(LabelQuery query)
    {
        if (query.IsEmpty)
        {
            return Pods;
        }

        if (!byNamespaceQuery.TryGetValue(query.Text, out PeerSet? set))
        {
            set = namespaces.Names.Where(name => query.Matches(namespaces.Of(name)))
                .Select(name => byNamespace.GetValueOrDefault(name, PeerSet.Empty))
                .Aggregate(PeerSet.Empty, (all, one) => all.Or(one));
            byNamespaceQuery.Add(query.Text, set);
        }

        return set;
    }

    private PeerSet WithLabels(LabelQuery query)
    {
        if (!query.IsValid)
        {
            return PeerSet.Empty;
        }

        if (!byPodQuery.TryGetValue(query.Text, out PeerSet? set))
        {
            set = query.Demands.Aggregate(Pods, (rest, demand) => rest.And(Meeting(demand)));
            byPodQuery.Add(query.Text, set);
        }

        return set;
    }

    private PeerSet Meeting(LabelDemand demand)
    {
        Dictionary<string, PeerSet>? values = byLabel.GetValueOrDefault(demand.Key);
        PeerSet listed = demand.Operator is LabelOperator.Exists or LabelOperator.DoesNotExist
            ? (values?.Values ?? Enumerable.Empty<PeerSet>()).Aggregate(PeerSet.Empty, (all, one) => all.Or(one))
            : demand.Values.Select(value => values?.GetValueOrDefault(value) ?? PeerSet.Empty).Aggregate(PeerSet.Empty, (all, one) => all.Or(one));
        return demand.Operator is LabelOperator.In or LabelOperator.Exists ? listed : Pods.Except(listed);
    }

    private static IReadOnlyList<PeerClass> Classify(NetworkModel model)
    {
        var asked = new AskedLabels(model.Policies);
        var groups = new SortedDictionary<string, List<NetworkWorkload>>(StringComparer.Ordinal);
        foreach (NetworkWorkload workload in model.Workloads)
        {
            string key = asked.KeyOf(workload);
            if (!groups.TryGetValue(key, out List<NetworkWorkload>? members))
            {
                groups.Add(key, members = []);
            }

            members.Add(workload);
        }

        return [.. groups.Values.Select((members, number) => new PeerClass(number, members))];
    }

    private static AddressRange[] Elementary(NetworkModel model)
    {
        var starts = new SortedSet<AddressRange> { AddressRange.EveryIPv4, AddressRange.EveryIPv6 };
        foreach (AddressRange range in model.AddressesMentioned())
        {
            AddressRange whole = range.Family == AddressRange.EveryIPv4.Family ? AddressRange.EveryIPv4 : AddressRange.EveryIPv6;
            starts.Add(whole with { First = range.First });
            if (range.Last < whole.Last)
            {
                starts.Add(whole with { First = range.Last + 1 });
            }
        }

        AddressRange[] ordered = [.. starts];
        for (int i = 0; i + 1 < ordered.Length; i++)
        {
            if (ordered[i].Family == ordered[i + 1].Family)
            {
                ordered[i] = ordered[i] with { Last = ordered[i + 1].First - 1 };
            }
        }

        return ordered;
    }

    /// <summary>The stretch an address lies in.</summary>
    private int IndexOf(System.Net.Sockets.AddressFamily family, UInt128 address)
    {
        int low = 0;
        int high = Externals.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            AddressRange candidate = Externals[middle];
            bool after = candidate.Family > family || (candidate.Family == family && candidate.First > address);
            (low, high) = after ? (low, middle - 1) : (middle, high);
        }

        return low;
    }

    private void IndexLabels(NetworkModel model)
    {
        foreach (IGrouping<string, PeerClass> group in Classes.GroupBy(peer => peer.Namespace, StringComparer.Ordinal))
        {
            byNamespace.Add(group.Key, PeerSet.Of([.. group.Select(peer => peer.Number)]));
        }

        var members = new Dictionary<(string Key, string Value), List<int>>();
        var asked = new AskedLabels(model.Policies);
        foreach (PeerClass peer in Classes)
        {
            foreach ((string key, string value) in peer.Sample.Labels.Where(label => asked.Asks(label.Key)))
            {
                if (!members.TryGetValue((key, value), out List<int>? numbers))
                {
                    members.Add((key, value), numbers = []);
                }

                numbers.Add(peer.Number);
            }
        }

        foreach (((string key, string value), List<int> numbers) in members)
        {
            if (!byLabel.TryGetValue(key, out Dictionary<string, PeerSet>? values))
            {
                byLabel.Add(key, values = new Dictionary<string, PeerSet>(StringComparer.Ordinal));
            }

            values.Add(value, PeerSet.Of(numbers));
        }
    }
}
