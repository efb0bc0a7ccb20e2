using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>A set of equal pods, as policies see them.</summary>
internal sealed class NetworkWorkload
{
    public NetworkWorkload(Workload workload, string name, string kind)
    {
        Source = workload;
        Namespace = workload.Resource.EffectiveNamespace;
        Name = $"{Namespace}/{name}[{kind}]";
        ShortName = name;
        Labels = workload.PodLabels.Entries
            .GroupBy(label => label.Name, StringComparer.Ordinal)
            .ToDictionary(label => label.Key, label => label.Last().Text ?? "", StringComparer.Ordinal);
        NamedPorts = NamedPort.Of(workload);
        IsHostNetwork = workload.Pod["hostNetwork"].IsTrue;
        Addresses = [.. StatusAddresses(workload.Resource).Select(AddressRange.ParseAddress).OfType<AddressRange>().Distinct().Order()];
    }

    private NetworkWorkload(string name, string ns, Dictionary<string, string> labels, IReadOnlyList<NamedPort> ports)
    {
        Name = name;
        ShortName = name;
        Namespace = ns;
        Labels = labels;
        NamedPorts = ports;
        Addresses = [];
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

    /// <summary>The addresses its status records; none for a workload that is yet to be deployed.</summary>
    public IReadOnlyList<AddressRange> Addresses { get; }

    private static IEnumerable<string> StatusAddresses(Resource resource)
    {
        if (resource.Kind != "Pod")
        {
            return [];
        }

        Field status = resource.Root["status"];
        return status["podIPs"].Items.Select(item => item["ip"].Text).Append(status["podIP"].Text).OfType<string>();
    }
}
