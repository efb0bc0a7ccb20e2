namespace KubeSec.Network;

/// <summary>Finds every way in from outside and holds it against the policies of the workload it leads to.</summary>
internal sealed class EntranceReader
{
    private readonly ReachabilityEngine engine;
    private readonly Dictionary<(string Namespace, string Name), ClusterService> services;
    private readonly ILookup<(string Namespace, string Key, string Value), (PeerClass Peer, NetworkWorkload Workload)> byLabel;
    private readonly int controller;
    private readonly StrangerDoors strangers;

    public EntranceReader(ReachabilityEngine engine)
    {
        this.engine = engine;
        services = ClusterService.ByName(engine.Model.Resources);
        byLabel = engine.Index.Classes
            .SelectMany(peer => peer.Workloads.Where(workload => workload.Source is not null).Select(workload => (Peer: peer, Workload: workload)))
            .SelectMany(pair => pair.Workload.Labels.Select(label => (Key: (pair.Workload.Namespace, label.Key, label.Value), Pair: pair)))
            .ToLookup(entry => entry.Key, entry => entry.Pair);
        controller = engine.NumberOf(NetworkWorkload.IngressController);
        strangers = new StrangerDoors(engine, controller);
    }

    public IReadOnlyList<Entrance> Read() =>
    [
        .. FromServices().Concat(FromBackends())
            .OrderBy(entrance => entrance.Workload.Name, StringComparer.Ordinal)
            .ThenBy(entrance => entrance.Kind)
            .ThenBy(entrance => entrance.Resource.ToString(), StringComparer.Ordinal),
    ];

    private IEnumerable<Entrance> FromServices()
    {
        foreach (ClusterService service in services.Values)
        {
            EntranceKind? kind = service switch
            {
                { Type: "LoadBalancer" } => EntranceKind.LoadBalancer,
                { Type: "NodePort" } => EntranceKind.NodePort,
                { HasExternalAddress: true } => EntranceKind.ExternalAddress,
                _ => null,
            };
            foreach ((PeerClass peer, NetworkWorkload workload) in kind is null ? [] : Behind(service))
            {
                PortSet ports = service.TargetPorts(workload, null);
                (PortSet allowed, PortSet possible) = FromAnywhere(peer);
                yield return new Entrance(kind!.Value, service.Resource, workload, ports, ports.Intersect(allowed), ports.Intersect(possible), Doubt(peer));
            }
        }
    }

    private IEnumerable<Entrance> FromBackends()
    {
        foreach (ServiceBackend backend in ServiceBackend.In(engine.Model.Resources).DistinctBy(one => (one.Resource, one.Namespace, one.Service, one.Port)))
        {
            if (!services.TryGetValue((backend.Namespace, backend.Service), out ClusterService? service))
            {
                continue;
            }

            foreach ((PeerClass peer, NetworkWorkload workload) in Behind(service))
            {
                PortSet ports = backend.PortsAt(service, workload);
                ConnectionBlock decided = engine.Decide(controller, peer.Number);
                PortSet possible = ports.Intersect(engine.Pool[decided.Possible]);
                PortSet ifNamed = ports.Intersect(strangers.PortsInto(peer.Number)).Except(possible);
                yield return new Entrance(
                    backend.Kind,
                    backend.Resource,
                    workload,
                    ports,
                    ports.Intersect(engine.Pool[decided.Allowed]),
                    possible.Union(ifNamed),
                    Doubt(peer) | (ifNamed.IsEmpty ? UnknownReason.None : UnknownReason.IngressController));
            }
        }
    }

    private IEnumerable<(PeerClass Peer, NetworkWorkload Workload)> Behind(ClusterService service) => service.FirstLabel is { } label
        ? byLabel[(service.Namespace, label.Key, label.Value)].Where(pair => service.Selects(pair.Workload))
        : [];

    /// <summary>What some address outside the cluster may do to a peer.</summary>
    private (PortSet Allowed, PortSet Possible) FromAnywhere(PeerClass peer)
    {
        PortSet allowed = PortSet.None;
        PortSet possible = PortSet.None;
        foreach (RowPart part in engine.RowOf(peer.Number, TrafficDirection.Ingress).Parts.Where(part => !part.Peers.And(engine.Index.External).IsEmpty))
        {
            allowed = allowed.Union(engine.Pool[part.Allowed]);
            possible = possible.Union(engine.Pool[part.Possible]);
        }

        return (allowed, possible);
    }

    private UnknownReason Doubt(PeerClass peer)
    {
        UnknownReason reason = engine.RowOf(peer.Number, TrafficDirection.Ingress).Reason;
        return peer.Sample.IsHostNetwork ? reason : reason & ~UnknownReason.HostNetwork;
    }
}
