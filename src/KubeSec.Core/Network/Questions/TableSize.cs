namespace KubeSec.Network;

/// <summary>Counts the lines of a table by rectangles, since the table of a large cluster is too long to be walked for its length.</summary>
internal sealed class TableSize(ReachabilityEngine engine)
{
    private readonly int[] written = [.. engine.Index.Classes.Select(peer => peer.Workloads.Count(workload => workload.Source is not null))];

    /// <summary>Allowed and unknown connections between workloads of the input, and between them and addresses.</summary>
    public long Count() => Between() + Outside(TrafficDirection.Egress) + Outside(TrafficDirection.Ingress);

    /// <summary>How many lines one answer takes: an allowed and an unknown one, either alone, or none.</summary>
    public static long Answers(PortSetPool pool, int allowed, int possible) =>
        (allowed != PortSetPool.None ? 1 : 0) + (pool.Except(possible, allowed) != PortSetPool.None ? 1 : 0);

    private long Between()
    {
        long lines = 0;
        foreach (ConnectionBlock block in engine.Blocks())
        {
            PeerSet sources = block.Sources.And(engine.Index.Pods);
            PeerSet destinations = block.Destinations.And(engine.Index.Pods);

            // No workload stands in a line with itself.
            long pairs = (Workloads(sources) * Workloads(destinations)) - Workloads(sources.And(destinations));
            lines += pairs * Answers(engine.Pool, block.Allowed, block.Possible);
        }

        return lines;
    }

    private long Outside(TrafficDirection direction) => engine.Index.Classes
        .GroupBy<PeerClass, Row>(peer => engine.RowOf(peer.Number, direction), ReferenceEqualityComparer.Instance)
        .Sum(group => group.Sum(peer => (long)written[peer.Number])
            * engine.Outside(group.Key).Sum(part => Answers(engine.Pool, part.Allowed, part.Possible)));

    private long Workloads(PeerSet peers)
    {
        long workloads = 0;
        foreach (int number in peers.Members())
        {
            workloads += written[number];
        }

        return workloads;
    }
}
