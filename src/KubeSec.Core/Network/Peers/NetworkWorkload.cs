using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>A set of equal pods, as policies see them.</summary>
internal sealed class NetworkWorkload
{
    private readonly HashSet<string> pods = new(StringComparer.Ordinal);
    private readonly SortedSet<AddressRange> addresses;

    /// <param name="workload">The pod template.</param>
    /// <param name="name">The name it goes by.</param>
    /// <param name="kind">The kind it goes by.</param>
    /// <param name="added">Labels that its controller gives its pods beyond those of the template.</param>
    public NetworkWorkload(Workload workload, string name, string kind, IEnumerable<KeyValuePair<string, string>>? added = null)
    {
        Source = workload;
        Namespace = workload.Resource.EffectiveNamespace;
        Name = NameOf(Namespace, name, kind);
        ShortName = name;
        Labels = workload.PodLabels.Entries
            .Select(label => KeyValuePair.Create(label.Name, label.Text ?? ""))
            .Concat(added ?? [])
            .GroupBy(label => label.Key, StringComparer.Ordinal)
            .ToDictionary(label => label.Key, label => label.Last().Value, StringComparer.Ordinal);
        NamedPorts = NamedPort.Of(workload);
        IsHostNetwork = workload.Pod["hostNetwork"].IsTrue;
        addresses = [.. AddressesOf(workload.Resource)];
    }

    private NetworkWorkload(string name, string ns, Dictionary<string, string> labels, IReadOnlyList<NamedPort> ports)
    {
        Name = name;
        ShortName = name;
        Namespace = ns;
        Labels = labels;
        NamedPorts = ports;
        addresses = [];
    }

    /// <summary>The cluster's ingress controller, of which nothing is known: a pod without labels in a namespace of its own.</summary>
    public static NetworkWorkload IngressController { get; } = new("{ingress-controller}", "{ingress-controller}", [], []);

    /// <summary>The cluster's DNS pods as every distribution labels them (kubeadm, the CoreDNS chart, managed clusters).</summary>
    public static NetworkWorkload ClusterDns { get; } = new(
        "{cluster-dns}",
        "kube-system",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["k8s-app"] = "kube-dns" },
        [new NamedPort("dns", NetworkProtocol.Udp, 53), new NamedPort("dns-tcp", NetworkProtocol.Tcp, 53)]);

    /// <summary>The pod template it stands for; null for one of the cluster's own that the input does not hold.</summary>
    public Workload? Source { get; }

    /// <summary><c>namespace/name[Kind]</c>: the stable name of every table.</summary>
    public string Name { get; }

    /// <summary>The name alone.</summary>
    public string ShortName { get; }

    public string Namespace { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    public IReadOnlyList<NamedPort> NamedPorts { get; }

    /// <summary>Whether its pods share the node's network, where the API leaves the effect of policies open.</summary>
    public bool IsHostNetwork { get; }

    /// <summary>The addresses that the status of its pods records; none for a workload that is yet to be deployed.</summary>
    public IReadOnlyCollection<AddressRange> Addresses => addresses;

    /// <summary>The owner of a pod that is judged on its own; null for what is no part of anything.</summary>
    public (string Name, string Kind)? PartOf { get; init; }

    public static string NameOf(string ns, string name, string kind) => $"{ns}/{name}[{kind}]";

    /// <summary>Counts a pod as one of this workload's own.</summary>
    public void TakeIn(Resource pod)
    {
        pods.Add(pod.Identity.Name);
        addresses.UnionWith(AddressesOf(pod));
    }

    /// <summary>Whether a caller means it by a name.</summary>
    public bool IsCalled(string name) => IsCalled(name, ShortName, Name);

    /// <summary>Whether a caller's name means the owner of which it is a part.</summary>
    public bool IsPartOf(string name) => PartOf is { } owner && IsCalled(name, owner.Name, NameOf(Namespace, owner.Name, owner.Kind));

    /// <summary>Whether a pod of this name is one of its own: one of the input, or one that a StatefulSet will make.</summary>
    public bool HasPod(string name)
    {
        if (pods.Contains(name))
        {
            return true;
        }

        string prefix = $"{ShortName}-";
        if (Source?.Resource is not { Kind: "StatefulSet" } maker || !name.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        (long first, long count) = ControllerLabels.Ordinals(maker);
        return ControllerLabels.OrdinalOf(name[prefix.Length..]) is { } ordinal && ordinal >= first && ordinal < first + count;
    }

    private bool IsCalled(string name, string shortName, string fullName) => name == fullName || name == $"{Namespace}/{shortName}" || name == shortName;

    private static IEnumerable<AddressRange> AddressesOf(Resource resource)
    {
        if (resource.Kind != "Pod")
        {
            return [];
        }

        Field status = resource.Root["status"];
        IEnumerable<string> written = status["podIPs"].Items.Select(item => item["ip"].Text).Append(status["podIP"].Text).OfType<string>();
        return written.Select(AddressRange.ParseAddress).OfType<AddressRange>();
    }
}
