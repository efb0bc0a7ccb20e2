namespace KubeSec.Network;

/// <summary>A breadth-first walk over classes of workloads.</summary>
internal sealed class ReachQuestion(ReachabilityEngine engine)
{
    public ReachReport Ask(PeerReference start)
    {
        List<ReachStep> certain = Walk(start, hopeful: false);
        List<ReachStep> possible = Walk(start, hopeful: true);
        HashSet<string> known = [.. certain.Select(step => step.Name)];
        return new ReachReport(start.Name, certain, Outside(start, certain), [.. possible.Where(step => !known.Contains(step.Name))]);
    }

    private List<ReachStep> Walk(PeerReference start, bool hopeful)
    {
        var reached = new List<ReachStep>();
        var visited = new HashSet<string>(StringComparer.Ordinal) { start.Name };
        var walkedFrom = new HashSet<int> { start.Number };
        List<(int Number, string Name)> front = [(start.Number, start.Name)];
        for (int steps = 1; front.Count > 0; steps++)
        {
            var next = new List<ReachStep>();
            foreach ((int number, string name) in front)
            {
                next.AddRange(Step(number, name, steps, hopeful, visited));
            }

            next.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
            reached.AddRange(next);

            // One member walks for its whole class: the others reach the same, and itself is visited already.
            front =
            [
                .. next.Select(step => (Number: engine.NumberOf(step.Name), step.Name))
                    .Where(step => walkedFrom.Add(step.Number)),
            ];
        }

        return reached;
    }

    private IEnumerable<ReachStep> Step(int from, string name, int steps, bool hopeful, HashSet<string> visited)
    {
        foreach (ConnectionBlock block in engine.BlocksFrom(from))
        {
            int ports = hopeful ? block.Possible : block.Allowed;
            foreach (int number in ports == PortSetPool.None ? [] : block.Destinations.And(engine.Index.Pods).Members())
            {
                foreach (NetworkWorkload workload in engine.Index.Classes[number].Workloads)
                {
                    if (workload.Source is not null && visited.Add(workload.Name))
                    {
                        yield return new ReachStep(workload.Name, steps, name, engine.Pool[ports]);
                    }
                }
            }
        }
    }

    private List<ReachStep> Outside(PeerReference start, List<ReachStep> reached)
    {
        var outside = new List<ReachStep>();
        var seen = new HashSet<(string Range, PortSet Ports)>();
        foreach (ReachStep via in reached.Prepend(new ReachStep(start.Name, 0, start.Name, PortSet.None)))
        {
            Row row = engine.RowOf(via.Steps == 0 ? start.Number : engine.NumberOf(via.Name), TrafficDirection.Egress);
            foreach ((AddressRange range, int allowed, _) in engine.Outside(row).Where(part => part.Allowed != PortSetPool.None).OrderBy(part => part.Range))
            {
                if (seen.Add((range.ToString(), engine.Pool[allowed])))
                {
                    outside.Add(new ReachStep(range.ToString(), via.Steps + 1, via.Name, engine.Pool[allowed]));
                }
            }
        }

        return outside;
    }
}
