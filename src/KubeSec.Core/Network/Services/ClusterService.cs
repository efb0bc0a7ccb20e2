using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>A Service: a name and ports in front of the pods that its selector matches.</summary>
internal sealed class ClusterService(Resource resource)
{
    public Resource Resource { get; } = resource;

    public string Namespace => Resource.EffectiveNamespace;

    public string Name => Resource.Identity.Name;

    public string Type => Resource.Spec["type"].Text ?? "ClusterIP";

    public bool HasSelector => Resource.Spec["selector"].Entries.Any();

    /// <summary>One label of the selector, for finding candidates fast; null without a selector.</summary>
    public KeyValuePair<string, string>? FirstLabel => Resource.Spec["selector"].Entries.Select(pair => KeyValuePair.Create(pair.Name, pair.Text ?? "")).Cast<KeyValuePair<string, string>?>().FirstOrDefault();

    public bool HasExternalAddress => Resource.Spec["externalIPs"].Items.Any();

    /// <summary>Every Service by its namespace and name; the last of those that share one, as it is the one that stays when all are applied.</summary>
    public static Dictionary<(string Namespace, string Name), ClusterService> ByName(IReadOnlyList<Resource> resources)
    {
        Dictionary<(string, string), ClusterService> services = [];
        foreach (ClusterService service in In(resources))
        {
            services[(service.Namespace, service.Name)] = service;
        }

        return services;
    }

    /// <summary>Services without a selector: where their traffic goes stands in no manifest.</summary>
    public static IEnumerable<ClusterService> WithoutSelector(IReadOnlyList<Resource> resources) => In(resources)
        .Where(service => !service.HasSelector && service.Type != "ExternalName")
        .OrderBy(service => service.Resource.ToString(), StringComparer.Ordinal);

    public bool Selects(NetworkWorkload workload) =>
        HasSelector && workload.Namespace == Namespace
        && Resource.Spec["selector"].Entries.All(pair => workload.Labels.GetValueOrDefault(pair.Name) == pair.Text);

    /// <summary>The ports that traffic for this Service arrives at in one of its pods.</summary>
    /// <param name="workload">One of its workloads.</param>
    /// <param name="port">The Service port's number or name, or its target port where <paramref name="byTarget"/>; null for every port.</param>
    /// <param name="byTarget">Whether <paramref name="port"/> may also name the target port.</param>
    public PortSet TargetPorts(NetworkWorkload workload, string? port, bool byTarget = false) => Resource.Spec["ports"].Items
        .Where(entry => port is null || IsCalled(entry, port, byTarget))
        .Aggregate(PortSet.None, (all, entry) => all.Union(Target(entry, workload)));

    private static IEnumerable<ClusterService> In(IReadOnlyList<Resource> resources) => resources
        .Where(resource => resource is { Kind: "Service", Identity.ApiVersion: "v1" })
        .Select(resource => new ClusterService(resource));

    private static bool IsCalled(Field entry, string port, bool byTarget) =>
        entry["port"].Text == port || entry["name"].Text == port || (byTarget && entry["targetPort"].Text == port);

    private static PortSet Target(Field entry, NetworkWorkload workload)
    {
        Field target = entry["targetPort"].Exists ? entry["targetPort"] : entry["port"];
        NetworkProtocol? protocol = ProtocolNames.Parse(entry["protocol"].Text);
        if (protocol is null)
        {
            return PortSet.None;
        }

        if (target.Integer is >= 1 and <= 65535 and { } number)
        {
            return PortSet.Of(protocol.Value, (int)number, (int)number);
        }

        return workload.NamedPorts.Where(port => port.Name == target.Text && port.Protocol == protocol)
            .Aggregate(PortSet.None, (all, port) => all.Union(PortSet.Of(protocol.Value, port.Port, port.Port)));
    }
}
