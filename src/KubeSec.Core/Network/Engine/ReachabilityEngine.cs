namespace KubeSec.Network;

/// <summary>A rectangle of the table: every source may reach every destination alike.</summary>
/// <param name="Sources">Peers the traffic comes from.</param>
/// <param name="Destinations">Peers it goes to.</param>
/// <param name="Allowed">Ports allowed for certain, by number in the pool.</param>
/// <param name="Possible">Those and the ports whose answer is unknown.</param>
/// <param name="Reason">Why the two differ, where they do.</param>
internal readonly record struct ConnectionBlock(PeerSet Sources, PeerSet Destinations, int Allowed, int Possible, UnknownReason Reason);

/// <summary>
/// Decides every pair of peers. Peers with the same policies share a row; a pair is the intersection of the
/// source's egress row and the destination's ingress row, so the whole table is a product of rows, never of pods.
/// </summary>
internal sealed class ReachabilityEngine
{
    private readonly RuleCompiler compiler;
    private readonly PortNames names;
    private readonly List<Row> rows = [];
    private readonly int[] ingress;
    private readonly int[] egress;
    private PeerSet[]? destinationsByRow;
    private DoorIndex? doors;
    private Dictionary<string, int>? classOf;
    private NetworkWorkload[]? written;

    public ReachabilityEngine(NetworkModel model, IReadOnlyList<Representative> representatives)
    {
        Model = model;
        Index = new PeerIndex(model, representatives);
        names = new PortNames(Index, Pool);
        compiler = new RuleCompiler(model, Index, names);
        ingress = BuildRows(TrafficDirection.Ingress);
        egress = BuildRows(TrafficDirection.Egress);
    }

    public NetworkModel Model { get; }

    public PeerIndex Index { get; }

    public PortSetPool Pool { get; } = new();

    public RuleCompiler Rules => compiler;

    /// <summary>The workloads of the input, by name; the stand-ins for the cluster's own left out.</summary>
    public IReadOnlyList<NetworkWorkload> Written => written ??= [.. Model.Workloads.Where(workload => workload.Source is not null).OrderBy(workload => workload.Name, StringComparer.Ordinal)];

    /// <summary>The class a workload belongs to.</summary>
    public int NumberOf(NetworkWorkload workload) => NumberOf(workload.Name);

    /// <summary>The class of the workload with this full name.</summary>
    public int NumberOf(string workload) => Numbers[workload];

    /// <summary>Whether there is a workload with this full name.</summary>
    public bool Has(string workload) => Numbers.ContainsKey(workload);

    private Dictionary<string, int> Numbers => classOf ??= Index.Classes
        .SelectMany(peer => peer.Workloads.Select(member => (member.Name, peer.Number)))
        .ToDictionary(member => member.Name, member => member.Number, StringComparer.Ordinal);

    /// <summary>A row's answers outside the cluster, in the longest ranges with one answer.</summary>
    public IEnumerable<(AddressRange Range, int Allowed, int Possible)> Outside(Row row)
    {
        foreach (RowPart part in row.Parts)
        {
            AddressRange? open = null;
            foreach (int number in part.Peers.And(Index.External).Members())
            {
                AddressRange next = Index.Externals[number - Index.FirstExternal];
                if (open is { } range && range.Family == next.Family && range.Last + 1 == next.First)
                {
                    open = range with { Last = next.Last };
                    continue;
                }

                if (open is { } whole)
                {
                    yield return (whole, part.Allowed, part.Possible);
                }

                open = next;
            }

            if (open is { } last)
            {
                yield return (last, part.Allowed, part.Possible);
            }
        }
    }

    /// <summary>What the peer's own policies let it do in one direction.</summary>
    public Row RowOf(int peer, TrafficDirection direction) => rows[(direction == TrafficDirection.Ingress ? ingress : egress)[peer]];

    public int NamedPortsOf(int peer) => names.ListOf(peer);

    /// <summary>The ports of one destination that a rule covers or may cover.</summary>
    public PortSet PossiblePortsAt(int destination, PolicyRule rule) => Pool[names.Resolve(rule, names.ListOf(destination)).Possible];

    /// <summary>The answer for one pair.</summary>
    public ConnectionBlock Decide(int source, int destination)
    {
        Row leaving = rows[egress[source]];
        Row entering = rows[ingress[destination]];
        (int outSure, int outPossible) = leaving.At(destination);
        (int inSure, int inPossible) = entering.At(source);
        return new ConnectionBlock(
            PeerSet.Range(source, 1),
            PeerSet.Range(destination, 1),
            Pool.Intersect(outSure, inSure),
            Pool.Intersect(outPossible, inPossible),
            leaving.Reason | entering.Reason);
    }

    /// <summary>Every pair of peers with an answer other than denied, in rectangles that do not overlap.</summary>
    public IEnumerable<ConnectionBlock> Blocks()
    {
        PeerSet[] bySource = Members(egress);
        PeerSet[] byDestination = Members(ingress);
        foreach (int leaving in egress.Distinct().Order())
        {
            foreach (ConnectionBlock block in BlocksFrom(leaving, bySource[leaving], Index.Every, byDestination))
            {
                yield return block;
            }
        }
    }

    /// <summary>The rectangles of one source alone.</summary>
    /// <param name="source">The peer the traffic comes from.</param>
    /// <param name="within">The destinations that are asked about.</param>
    public IEnumerable<ConnectionBlock> BlocksFrom(int source, PeerSet within) =>
        BlocksFrom(egress[source], PeerSet.Range(source, 1), within, destinationsByRow ??= Members(ingress));

    private IEnumerable<ConnectionBlock> BlocksFrom(int leaving, PeerSet sources, PeerSet within, PeerSet[] byDestination)
    {
        foreach (RowPart way in rows[leaving].Parts)
        {
            PeerSet asked = way.Peers.And(within);
            foreach (int entering in Candidates(sources, asked))
            {
                foreach (RowPart door in rows[entering].Parts)
                {
                    // The door is looked at first: most name few sources, and none of these.
                    PeerSet destinations = door.Peers.Intersects(sources) ? asked.And(byDestination[entering]) : PeerSet.Empty;
                    int possible = destinations.IsEmpty ? PortSetPool.None : Pool.Intersect(way.Possible, door.Possible);
                    if (possible != PortSetPool.None)
                    {
                        yield return new ConnectionBlock(
                            sources.And(door.Peers), destinations, Pool.Intersect(way.Allowed, door.Allowed), possible, rows[leaving].Reason | rows[entering].Reason);
                    }
                }
            }
        }
    }

    /// <summary>The ingress rows that can matter, gathered from whichever end is smaller.</summary>
    private IEnumerable<int> Candidates(PeerSet sources, PeerSet destinations)
    {
        doors ??= new DoorIndex(rows, ingress);
        return destinations.Count <= sources.Count
            ? destinations.Members().Select(peer => ingress[peer]).Distinct().Order()
            : doors.RowsLettingIn(sources);
    }

    private PeerSet[] Members(int[] rowOf)
    {
        var members = new List<int>[rows.Count];
        for (int peer = 0; peer < rowOf.Length; peer++)
        {
            (members[rowOf[peer]] ??= []).Add(peer);
        }

        return [.. members.Select(list => list is null ? PeerSet.Empty : PeerSet.Of(list))];
    }

    private int[] BuildRows(TrafficDirection direction)
    {
        var builder = new RowBuilder(compiler, Index, Pool, direction);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        Policy[] ordered =
        [
            .. Model.Policies.Where(policy => policy.Affects(direction))
                .OrderBy(policy => policy.Layer).ThenBy(policy => policy.Priority).ThenBy(policy => policy.Name, StringComparer.Ordinal),
        ];
        List<int>[] selecting = SelectingPolicies(ordered);
        var rowOf = new int[Index.Count];
        for (int peer = 0; peer < Index.Count; peer++)
        {
            List<int> own = peer < Index.Classes.Count ? selecting[peer] : [];
            bool byName = direction == TrafficDirection.Ingress && own.Any(number => ordered[number].RulesOf(direction).Any(rule => rule.HasNamedPorts));
            int list = byName ? names.ListOf(peer) : PortNames.Undeclared;
            bool isHost = own.Count > 0 && Index.Classes[peer].Sample.IsHostNetwork;
            string key = $"{(isHost ? 'h' : 'p')}{list}:{string.Join(',', own)}";
            if (!numbers.TryGetValue(key, out int row))
            {
                row = rows.Count;
                numbers.Add(key, row);
                rows.Add(builder.Build([.. own.Select(number => ordered[number])], list, isHost));
            }

            rowOf[peer] = row;
        }

        return rowOf;
    }

    private List<int>[] SelectingPolicies(Policy[] ordered)
    {
        List<int>[] selecting = [.. Index.Classes.Select(_ => new List<int>())];
        for (int number = 0; number < ordered.Length; number++)
        {
            Policy policy = ordered[number];
            PeerSet subjects = Index.Select(policy.SubjectPods, policy.SubjectNamespaces, policy.Namespace).And(Index.Pods);

            // Cluster-wide policies do not apply to host-network pods (network-policy-api, subject).
            PeerSet applied = policy.Layer == PolicyLayer.Namespace ? subjects : subjects.Except(Index.HostNetwork);
            foreach (int peer in applied.Members())
            {
                selecting[peer].Add(number);
            }
        }

        return selecting;
    }
}
