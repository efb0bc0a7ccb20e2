namespace KubeSec.Network;

/// <summary>One step of a way.</summary>
internal readonly record struct WayStep(NetworkWorkload Workload, PortSet Ports);

/// <summary>
/// Finds ways from workloads to the nearest one of a kind. Classes that were found to lead nowhere are not walked again,
/// so that many starts cost little more than one.
/// </summary>
internal sealed class WaysToHolders
{
    private readonly ReachabilityEngine engine;
    private readonly Dictionary<int, NetworkWorkload[]> holders = [];
    private PeerSet promising;

    public WaysToHolders(ReachabilityEngine engine, Func<NetworkWorkload, bool> holds)
    {
        this.engine = engine;
        promising = engine.Index.Pods;
        foreach (PeerClass peer in engine.Index.Classes)
        {
            if (peer.Workloads.Where(holds).ToArray() is { Length: > 0 } found)
            {
                holders.Add(peer.Number, found);
            }
        }
    }

    /// <summary>The steps of a shortest way to another workload of the kind; empty where there is none.</summary>
    public IReadOnlyList<WayStep> From(NetworkWorkload start)
    {
        int first = engine.NumberOf(start);
        var cameFrom = new Dictionary<int, (int Previous, int Ports)>();
        var front = new Queue<int>(holders.Count > 0 ? [first] : []);
        PeerSet unseen = promising;
        while (front.TryDequeue(out int at))
        {
            foreach (ConnectionBlock block in engine.BlocksFrom(at, unseen).Where(block => block.Allowed != PortSetPool.None))
            {
                foreach (int next in block.Destinations.Members())
                {
                    cameFrom[next] = (at, block.Allowed);
                    if (HolderAt(next, start) is { } holder)
                    {
                        return Way(first, next, holder, cameFrom);
                    }

                    front.Enqueue(next);
                }

                unseen = unseen.Except(block.Destinations);
            }
        }

        // What was walked leads to no holder but the start itself, if that is one.
        promising = HolderAt(first, null) is null ? unseen : promising;
        return [];
    }

    private NetworkWorkload? HolderAt(int number, NetworkWorkload? start) => holders.GetValueOrDefault(number)?.FirstOrDefault(holder => holder != start);

    private List<WayStep> Way(int first, int last, NetworkWorkload holder, Dictionary<int, (int Previous, int Ports)> cameFrom)
    {
        List<WayStep> way = [new WayStep(holder, engine.Pool[cameFrom[last].Ports])];
        for (int number = cameFrom[last].Previous; number != first; number = cameFrom[number].Previous)
        {
            way.Insert(0, new WayStep(engine.Index.Classes[number].Sample, engine.Pool[cameFrom[number].Ports]));
        }

        return way;
    }
}
