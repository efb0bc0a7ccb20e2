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

        // One member walks for its whole class: the others reach the same. The start's class has not been reached yet, since
        // its other members may have to be.
        PeerSet unreached = engine.Index.Pods;
        List<(int Number, string Name)> front = [(start.Number, start.Name)];
        for (int steps = 1; front.Count > 0; steps++)
        {
            var found = new List<(int Number, ReachStep[] Steps)>();
            foreach ((int from, string name) in front)
            {
                foreach ((PeerSet peers, int ports) in Step(from, unreached, hopeful))
                {
                    unreached = unreached.Except(peers);
                    foreach (int number in peers.Members())
                    {
                        found.Add((number, [.. Members(number, start.Name).Select(member => new ReachStep(member, steps, name, engine.Pool[ports]))]));
                    }
                }
            }

            reached.AddRange(found.SelectMany(one => one.Steps).OrderBy(step => step.Name, StringComparer.Ordinal));
            front =
            [
                .. found.Where(one => one.Number != start.Number && one.Steps.Length > 0)
                    .Select(one => (one.Number, one.Steps[0].Name))
                    .OrderBy(one => one.Name, StringComparer.Ordinal),
            ];
        }

        return reached;
    }

    /// <summary>The classes among these that one of the class may talk to, by ports.</summary>
    private List<(PeerSet Peers, int Ports)> Step(int from, PeerSet unreached, bool hopeful) =>
    [
        .. engine.BlocksFrom(from, unreached)
            .Select(block => (block.Destinations, Ports: hopeful ? block.Possible : block.Allowed))
            .Where(block => block.Ports != PortSetPool.None),
    ];

    private IEnumerable<string> Members(int number, string start) => engine.Index.Classes[number].Workloads
        .Where(workload => workload.Source is not null && workload.Name != start)
        .Select(workload => workload.Name);

    private List<ReachStep> Outside(PeerReference start, List<ReachStep> reached)
    {
        var outside = new List<ReachStep>();
        var seen = new HashSet<(AddressRange Range, PortSet Ports)>();
        var asked = new HashSet<Row>(ReferenceEqualityComparer.Instance);
        foreach (ReachStep via in reached.Prepend(new ReachStep(start.Name, 0, start.Name, PortSet.None)))
        {
            Row row = engine.RowOf(via.Steps == 0 ? start.Number : engine.NumberOf(via.Name), TrafficDirection.Egress);
            if (!asked.Add(row))
            {
                continue;
            }

            foreach ((AddressRange range, int allowed, _) in engine.Outside(row).Where(part => part.Allowed != PortSetPool.None).OrderBy(part => part.Range))
            {
                if (seen.Add((range, engine.Pool[allowed])))
                {
                    outside.Add(new ReachStep(range.ToString(), via.Steps + 1, via.Name, engine.Pool[allowed]));
                }
            }
        }

        return outside;
    }
}
