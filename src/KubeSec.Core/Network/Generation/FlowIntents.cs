namespace KubeSec.Network;

/// <summary>Turns observed connections into intents; what cannot become a rule becomes a note.</summary>
internal sealed class FlowIntents(ReachabilityEngine engine)
{
    public IReadOnlyList<Intent> Read(IReadOnlyList<ObservedFlow> flows, List<string> notes)
    {
        var intents = new List<Intent>();
        foreach (ObservedFlow flow in flows.Where(flow => !flow.IsDropped).OrderBy(flow => flow.ToString(), StringComparer.Ordinal))
        {
            NetworkWorkload? from = Workload(flow.Source);
            NetworkWorkload? to = Workload(flow.Destination);
            PortSet ports = PortSet.Of(flow.Protocol, flow.Port, flow.Port);
            if (from is not null && to is not null)
            {
                intents.Add(new Intent(from, to, null, AnyPod: false, ports, "observed"));
                continue;
            }

            FlowEnd other = from is null ? flow.Source : flow.Destination;
            AddressRange? address = AddressRange.ParseAddress(other.Address);
            if ((from ?? to) is null || other.Kind == FlowEndKind.Pod || address is null || IsLoopback(address.Value))
            {
                notes.Add($"{flow}: {(other.Kind == FlowEndKind.Pod ? $"{other} is not in the input" : "no policy can speak of it")}");
                continue;
            }

            if (other.Kind == FlowEndKind.Node)
            {
                notes.Add($"{flow}: the other end is a node; its address may change");
            }

            intents.Add(new Intent(from, to, address, AnyPod: false, ports, other.Kind == FlowEndKind.Node ? "a node, as observed" : "observed"));
        }

        return intents;
    }

    /// <summary>The workload an end belongs to: by its name, or as a pod that a controller named after it.</summary>
    public NetworkWorkload? Workload(FlowEnd end)
    {
        if (end.Kind != FlowEndKind.Pod || end.Workload.Length == 0)
        {
            return null;
        }

        NetworkWorkload[] candidates = [.. engine.Written.Where(workload => workload.Namespace == end.Namespace)];
        return candidates.FirstOrDefault(workload => workload.ShortName == end.Workload)
            ?? candidates.Where(workload => end.Workload.StartsWith(workload.ShortName + "-", StringComparison.Ordinal)).MaxBy(workload => workload.ShortName.Length);
    }

    private static bool IsLoopback(AddressRange address) => address.ToString().StartsWith("127.", StringComparison.Ordinal) || address.ToString().StartsWith("::1-", StringComparison.Ordinal);
}
