using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>Everything read from the manifests that bears on who may talk to whom.</summary>
internal sealed class NetworkModel
{
    public NetworkModel(IReadOnlyList<Resource> resources, NetworkOptions options)
    {
        var findings = new List<Finding>();
        Resources = resources;
        Policies = PolicyReader.Read(resources, findings);
        IReadOnlyList<NetworkWorkload> written = WorkloadReader.Read(resources, new TellingLabels(Policies, resources), findings);
        Dns = [.. written.Where(IsDns)];
        Workloads = [.. written, NetworkWorkload.IngressController, .. Dns.Count > 0 ? [] : new[] { NetworkWorkload.ClusterDns }];
        Dns = Dns.Count > 0 ? Dns : [NetworkWorkload.ClusterDns];
        Namespaces = new NamespaceLabels(
            resources.Where(resource => resource is { Kind: "Namespace", Identity.ApiVersion: "v1" }),
            Workloads.Select(workload => workload.Namespace).Concat(NamespacedPolicies().Select(policy => policy.Namespace)));
        Nodes = [.. resources.Where(resource => resource is { Kind: "Node", Identity.ApiVersion: "v1" }).Select(resource => new NetworkNode(resource))];
        PodRanges = [.. options.PodRanges.Select(ReadRange), .. Nodes.SelectMany(node => node.PodRanges)];
        Findings = findings;
    }

    public IReadOnlyList<Resource> Resources { get; }

    /// <summary>The workloads of the input, and stand-ins for the cluster's own where it has none.</summary>
    public IReadOnlyList<NetworkWorkload> Workloads { get; }

    /// <summary>The pods that answer DNS queries.</summary>
    public IReadOnlyList<NetworkWorkload> Dns { get; }

    public IReadOnlyList<Policy> Policies { get; }

    public NamespaceLabels Namespaces { get; }

    public IReadOnlyList<NetworkNode> Nodes { get; }

    /// <summary>Where pods get their addresses from, as far as it is known.</summary>
    public IReadOnlyList<AddressRange> PodRanges { get; }

    /// <summary>What was found wrong while reading.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Every range of addresses that a policy speaks of.</summary>
    public IEnumerable<AddressRange> AddressesMentioned() => Policies
        .SelectMany(policy => policy.Rules)
        .SelectMany(rule => rule.Peers ?? [])
        .SelectMany(peer => peer.Nodes is null ? peer.Addresses : [.. Nodes.SelectMany(node => node.Addresses)]);

    private static bool IsDns(NetworkWorkload workload) =>
        workload.Namespace is "kube-system" or "openshift-dns"
        && (workload.Labels.GetValueOrDefault("k8s-app") == "kube-dns" || workload.Labels.ContainsKey("dns.operator.openshift.io/daemonset-dns"));

    private static AddressRange ReadRange(string cidr) => AddressRange.ParseCidr(cidr)
        ?? throw new ArgumentException($"the pod range '{cidr}' is no CIDR block such as 10.244.0.0/16");

    private IEnumerable<Policy> NamespacedPolicies() =>
        Policies.Where(policy => policy.Layer == PolicyLayer.Namespace && policy.SubjectNamespaces is null);
}
