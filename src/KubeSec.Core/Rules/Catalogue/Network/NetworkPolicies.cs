using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Network;

/// <summary>Policies of every make, and which pods they select.</summary>
internal static class NetworkPolicies
{
    /// <summary>Policies that hold in one namespace: Kubernetes, Cilium and Calico.</summary>
    public static IEnumerable<Resource> All(ResourceIndex index) =>
        index.OfKind("NetworkPolicy").Concat(index.OfKind("CiliumNetworkPolicy"));

    /// <summary>Policies that hold in every namespace.</summary>
    public static IEnumerable<Resource> ClusterWide(ResourceIndex index) =>
        ((string[])["GlobalNetworkPolicy", "CiliumClusterwideNetworkPolicy", "AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy"])
        .SelectMany(index.OfKind);

    /// <summary>Whether a policy selects a workload's pods.</summary>
    public static bool Selects(Resource policy, Workload workload) => policy.Kind switch
    {
        "NetworkPolicy" when policy.Identity.Group == "networking.k8s.io" || policy.Identity.Group == "extensions" =>
            LabelSelector.Matches(policy.Spec["podSelector"], workload.PodLabels),
        "CiliumNetworkPolicy" or "CiliumClusterwideNetworkPolicy" =>
            Sections(policy).Any(spec => spec["endpointSelector"].Node is not null && LabelSelector.Matches(spec["endpointSelector"], workload.PodLabels)),
        // Calico's selectors and the subjects of cluster policies speak of more than labels: they count as selecting.
        _ => true,
    };

    private static IEnumerable<Field> Sections(Resource policy) => policy.Root["specs"].Items.Append(policy.Spec);
}
