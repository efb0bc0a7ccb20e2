namespace KubeSec.Network;

/// <summary>Turns observed connections into intents; what cannot become a rule becomes a note.</summary>
internal sealed class FlowIntents
{
    // As kubeadm, managed clusters, RKE2 and OpenShift call the Service and the workload behind it.
    private static readonly string[] DnsNames = ["kube-dns", "coredns", "rke2-coredns", "dns-default"];

    private readonly ReachabilityEngine engine;
    private readonly NetworkWorkload? standInDns;
    private readonly ILookup<string, NetworkWorkload> written;
    private readonly IReadOnlyList<AddressRange> podRanges;
    private readonly Dictionary<(string Namespace, string Name), ClusterService> services;
    private readonly HashSet<(string Source, string Destination, NetworkProtocol Protocol, int Port)> alerted;

    public FlowIntents(ReachabilityEngine engine, NetworkModel model, IReadOnlyList<ObservedFlow> alerts)
    {
        this.engine = engine;
        podRanges = model.PodRanges;
        written = engine.Written.ToLookup(workload => workload.Namespace, StringComparer.Ordinal);
        standInDns = model.Dns.FirstOrDefault(dns => dns.Source is null);
        services = ClusterService.ByName(model.Resources);
        alerted = [.. alerts.SelectMany(Behind).Select(KeyOf)];
    }

    public IReadOnlyList<Intent> Read(IReadOnlyList<ObservedFlow> flows, List<string> notes)
    {
        var intents = new List<Intent>();
        foreach (ObservedFlow flow in flows.Where(flow => !flow.IsDropped).SelectMany(Behind).OrderBy(flow => flow.ToString(), StringComparer.Ordinal))
        {
            NetworkWorkload? from = Workload(flow.Source);
            NetworkWorkload? to = Workload(flow.Destination);
            FlowEnd other = from is null ? flow.Source : flow.Destination;
            AddressRange? address = from is null || to is null ? AddressRange.ParseAddress(other.Address) : null;
            if (WhyNot(flow, from ?? to, from is null || to is null ? other : null, address) is { } why)
            {
                notes.Add($"{flow}: {why}");
                continue;
            }

            bool node = address is not null && other.Kind == FlowEndKind.Node;
            if (node)
            {
                notes.Add($"{flow}: the other end is a node; its address may change");
            }

            intents.Add(new Intent(from, to, address, AnyPod: false, PortSet.Of(flow.Protocol, flow.Port, flow.Port), node ? "a node, as observed" : "observed"));
        }

        return intents;
    }

    private string? WhyNot(ObservedFlow flow, NetworkWorkload? own, FlowEnd? other, AddressRange? address) => other switch
    {
        _ when IsAlerted(flow) => "an alert was raised over this connection as well; it got no rule",
        null => null,
        { Kind: FlowEndKind.Pod or FlowEndKind.Service } => $"{other} is not in the input",
        _ when own is null || address is not { } known || IsLoopback(known) => "no policy can speak of it",
        { Kind: FlowEndKind.Address } when podRanges.Any(range => range.Contains(address.Value)) => "the address is a pod's, and nobody knows whose; it got no rule",
        _ => null,
    };

    /// <summary>Whether an end is a workload of the input, or a Service before one.</summary>
    public bool IsWritten(FlowEnd end) => end.Kind == FlowEndKind.Service
        ? services.TryGetValue((end.Namespace, end.Workload), out ClusterService? service) && written[end.Namespace].Any(service.Selects)
        : Workload(end)?.Source is not null;

    /// <summary>Whether a sensor raised an alert over the connection.</summary>
    public bool IsAlerted(ObservedFlow flow) => alerted.Contains(KeyOf(flow));

    /// <summary>The connections to the pods behind a Service, on the ports that its traffic arrives at; any other flow as it is.</summary>
    public IEnumerable<ObservedFlow> Behind(ObservedFlow flow)
    {
        if (flow.Destination.Kind == FlowEndKind.Service && IsStandInDns(flow.Destination))
        {
            return [flow with { Destination = flow.Destination with { Kind = FlowEndKind.Pod } }];
        }

        ObservedFlow[] behind = flow.Destination.Kind != FlowEndKind.Service || !services.TryGetValue((flow.Destination.Namespace, flow.Destination.Workload), out ClusterService? service) ? []
        :
        [
            .. from target in engine.Written.Where(service.Selects)
               from range in service.TargetPorts(target, PortOf(flow)).Ranges(flow.Protocol)
               from port in Enumerable.Range(range.First, range.Last - range.First + 1)
               select flow with { Destination = new FlowEnd(FlowEndKind.Pod, target.Namespace, target.ShortName, ""), Port = port },
        ];
        return behind.Length > 0 ? behind : [flow];
    }

    /// <summary>The workload an end belongs to: by its name, or as a pod that a controller named after it.</summary>
    public NetworkWorkload? Workload(FlowEnd end)
    {
        if (end.Kind != FlowEndKind.Pod || end.Workload.Length == 0)
        {
            return null;
        }

        if (IsStandInDns(end))
        {
            return standInDns;
        }

        IEnumerable<NetworkWorkload> candidates = written[end.Namespace];
        return candidates.FirstOrDefault(workload => workload.ShortName == end.Workload)
            ?? candidates.Where(workload => end.Workload.StartsWith(workload.ShortName + "-", StringComparison.Ordinal)).MaxBy(workload => workload.ShortName.Length);
    }

    /// <summary>Whether the end is the cluster's DNS, which the input seldom holds: generated policies know it by its labels.</summary>
    private bool IsStandInDns(FlowEnd end) =>
        standInDns is not null && end.Namespace is "kube-system" or "openshift-dns" && Array.Exists(DnsNames, name => end.Workload.StartsWith(name, StringComparison.Ordinal)) && !services.ContainsKey((end.Namespace, end.Workload));

    private static string PortOf(ObservedFlow flow) => flow.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private (string Source, string Destination, NetworkProtocol Protocol, int Port) KeyOf(ObservedFlow flow) => (NameOf(flow.Source), NameOf(flow.Destination), flow.Protocol, flow.Port);

    private string NameOf(FlowEnd end) => Workload(end)?.Name ?? (end.Kind is FlowEndKind.Pod or FlowEndKind.Service ? end.ToString() : AddressRange.ParseAddress(end.Address)?.ToString() ?? end.ToString());

    private static bool IsLoopback(AddressRange address) => address.ToString().StartsWith("127.", StringComparison.Ordinal) || address.ToString().StartsWith("::1-", StringComparison.Ordinal);
}
