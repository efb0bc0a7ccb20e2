using KubeSec.Manifests;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

/// <summary>Policies of every make, and which pods they select.</summary>
internal static class NetworkPolicies
{
    private static readonly string[] ClusterWideKinds =
    [
        "GlobalNetworkPolicy", "CiliumClusterwideNetworkPolicy", "AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy",
    ];

    /// <summary>Policies that hold in one namespace: Kubernetes, Cilium and Calico.</summary>
    public static IEnumerable<Resource> All(ResourceIndex index) =>
        index.OfKind("NetworkPolicy").Concat(index.OfKind("CiliumNetworkPolicy"));

    /// <summary>Policies that hold in every namespace.</summary>
    public static IEnumerable<Resource> ClusterWide(ResourceIndex index) => ClusterWideKinds.SelectMany(index.OfKind);

    /// <summary>Whether it is a NetworkPolicy of Kubernetes itself; Calico has a kind of the same name.</summary>
    public static bool IsCore(Resource policy) =>
        policy is { Kind: "NetworkPolicy", Identity.Group: "networking.k8s.io" or "extensions" };

    /// <summary>The workloads whose pods a policy of one namespace selects; Calico's selectors speak of more than labels and count as selecting all.</summary>
    public static IEnumerable<Workload> Selected(Resource policy, ResourceIndex index) => policy switch
    {
        _ when IsCore(policy) => index.Selected(policy.EffectiveNamespace, policy.Spec["podSelector"]),
        { Kind: "CiliumNetworkPolicy" } => policy.Root["specs"].Items.Append(policy.Spec)
            .Select(spec => spec["endpointSelector"])
            .Where(selector => selector.Node is not null)
            .SelectMany(selector => index.Selected(policy.EffectiveNamespace, selector)),
        _ => index.WorkloadsIn(policy.EffectiveNamespace),
    };

    /// <summary>Whether a policy restricts a direction: what it states, else ingress always and egress where it has egress rules.</summary>
    public static bool Restricts(Resource policy, string direction) => policy.Spec["policyTypes"].Items.Any()
        ? policy.Spec["policyTypes"].Items.Any(type => type.Text == direction)
        : direction == "Ingress" || policy.Spec["egress"].Items.Any();

    /// <summary>Where a peer names every address of a family, whatever it excepts; null where it does not.</summary>
    public static Field? EveryAddress(RulePeer peer) => peer.Field["networks"].Items
        .Append(peer.Field["ipBlock"]["cidr"]).Append(peer.Field["cidr"]).Append(peer.Field)
        .FirstOrDefault(cidr => peer.Addresses.Count > 0 && cidr.Text is "0.0.0.0/0" or "::/0");
}
