namespace KubeSec.Network;

/// <summary>One pair of peers with its answer, before it is sorted into allowed and unknown.</summary>
internal readonly record struct TableLine(string Source, string Destination, int Allowed, int Possible, UnknownReason Reason);

/// <summary>Writes the engine's answers out by workload and merged ranges of addresses.</summary>
internal sealed class TableQuestion(ReachabilityEngine engine, IReadOnlyList<Entrance> entrances)
{
    private const UnknownReason EitherEnd = UnknownReason.HostNetwork | UnknownReason.NodeAddress | UnknownReason.DomainName;

    /// <param name="maximum">Most lines of each list; the rest is counted.</param>
    public ConnectivityTable Ask(int maximum)
    {
        var connections = new List<Connection>();
        var unknown = new List<UnknownConnection>();
        long omitted = 0;
        foreach (TableLine line in Lines())
        {
            int doubtful = engine.Pool.Except(line.Possible, line.Allowed);
            if (connections.Count >= maximum || unknown.Count >= maximum)
            {
                omitted = Count() - connections.Count - unknown.Count;
                break;
            }

            if (line.Allowed != PortSetPool.None)
            {
                connections.Add(new Connection(line.Source, line.Destination, engine.Pool[line.Allowed]));
            }

            if (doubtful != PortSetPool.None)
            {
                unknown.Add(new UnknownConnection(line.Source, line.Destination, engine.Pool[doubtful], line.Reason));
            }
        }

        unknown.AddRange(ClusterService.WithoutSelector(engine.Model.Resources)
            .Select(service => new UnknownConnection("entire-cluster", $"Service {service.Namespace}/{service.Name}", PortSet.All, UnknownReason.ServiceWithoutSelector)));
        connections.Sort(static (a, b) => Compare(a.Source, a.Destination, b.Source, b.Destination));
        unknown.Sort(static (a, b) => Compare(a.Source, a.Destination, b.Source, b.Destination));
        return new ConnectivityTable([.. engine.Written.Select(workload => workload.Name)], connections, unknown) { Omitted = omitted };
    }

    private long Count() =>
        new TableSize(engine).Count() + FromControllers().Sum(line => TableSize.Answers(engine.Pool, line.Allowed, line.Possible));

    /// <summary>Every line with an answer other than denied; addresses in the longest ranges with one answer.</summary>
    private IEnumerable<TableLine> Lines() => engine.Index.Classes
        .SelectMany(peer => Outside(peer, TrafficDirection.Egress).Concat(Outside(peer, TrafficDirection.Ingress)))
        .Concat(FromControllers())
        .Concat(engine.Index.Classes.SelectMany(source => FromPods(source, source.Workloads)));

    /// <summary>The lines from one workload to others.</summary>
    public IEnumerable<TableLine> From(string workload)
    {
        PeerClass source = engine.Index.Classes[engine.NumberOf(workload)];
        return FromPods(source, [.. source.Workloads.Where(member => member.Name == workload)]);
    }

    private IEnumerable<TableLine> FromPods(PeerClass source, IReadOnlyList<NetworkWorkload> members)
    {
        foreach (ConnectionBlock block in engine.BlocksFrom(source.Number, engine.Index.Pods))
        {
            foreach (int number in block.Destinations.Members())
            {
                PeerClass destination = engine.Index.Classes[number];
                UnknownReason reason = Reason(block.Reason, source, destination);
                foreach (NetworkWorkload from in members.Where(workload => workload.Source is not null))
                {
                    foreach (NetworkWorkload to in destination.Workloads.Where(workload => workload.Source is not null && workload != from))
                    {
                        yield return new TableLine(from.Name, to.Name, block.Allowed, block.Possible, reason);
                    }
                }
            }
        }
    }

    private IEnumerable<TableLine> Outside(PeerClass peer, TrafficDirection direction)
    {
        Row row = engine.RowOf(peer.Number, direction);
        UnknownReason mask = UnknownReason.PodAddress | (peer.Sample.IsHostNetwork ? UnknownReason.None : UnknownReason.HostNetwork);
        UnknownReason reason = Without(row.Reason, mask);
        foreach ((AddressRange range, int allowed, int possible) in engine.Outside(row))
        {
            foreach (NetworkWorkload workload in peer.Workloads.Where(workload => workload.Source is not null))
            {
                yield return direction == TrafficDirection.Egress
                    ? new TableLine(workload.Name, range.ToString(), allowed, possible, reason)
                    : new TableLine(range.ToString(), workload.Name, allowed, possible, reason);
            }
        }
    }

    /// <summary>The lines from the ingress controller.</summary>
    public IEnumerable<TableLine> FromControllers() => entrances
        .Where(entrance => entrance.IsThroughController)
        .GroupBy(entrance => entrance.Workload.Name, StringComparer.Ordinal)
        .Select(group => new TableLine(
            NetworkWorkload.IngressController.Name,
            group.Key,
            group.Aggregate(PortSetPool.None, (all, entrance) => engine.Pool.Union(all, engine.Pool.Intern(entrance.Allowed))),
            group.Aggregate(PortSetPool.None, (all, entrance) => engine.Pool.Union(all, engine.Pool.Intern(entrance.Possible))),
            group.Aggregate(UnknownReason.None, (all, entrance) => all | entrance.Reason)))
        .Where(line => line.Possible != PortSetPool.None);

    /// <summary>A row mentions what is doubtful about any of its peers; nodes and names bear on a pair only where one of the two shares its node's address.</summary>
    private static UnknownReason Reason(UnknownReason reason, PeerClass source, PeerClass destination) =>
        source.Sample.IsHostNetwork || destination.Sample.IsHostNetwork ? reason : Without(reason, EitherEnd);

    private static UnknownReason Without(UnknownReason reason, UnknownReason mask) => (reason & ~mask) == UnknownReason.None ? reason : reason & ~mask;

    private static int Compare(string sourceA, string destinationA, string sourceB, string destinationB)
    {
        int bySource = string.CompareOrdinal(sourceA, sourceB);
        return bySource != 0 ? bySource : string.CompareOrdinal(destinationA, destinationB);
    }
}
