using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>
/// Policies in languages that are not read at all: Antrea's, OVN-Kubernetes' firewall for what leaves the cluster, and
/// those for additional networks. Each is reported, and what it may decide is unknown.
/// </summary>
internal static class ForeignPolicyReader
{
    public static Policy? Read(Resource resource, List<Finding> findings)
    {
        switch (resource.Kind, resource.Identity.Group)
        {
            case ("ClusterNetworkPolicy", "crd.antrea.io"):
                return Unread(resource, findings, "answers about every pod are unknown", LabelQuery.Everything, ingress: true);
            case ("NetworkPolicy", "crd.antrea.io"):
                return Unread(resource, findings, "answers about the pods of its namespace are unknown", null, ingress: true);
            case ("EgressFirewall", "k8s.ovn.org"):
                return Unread(resource, findings, "what leaves the pods of its namespace is unknown", null, ingress: false);
            case ("MultiNetworkPolicy", "k8s.cni.cncf.io"):
                Report(resource, findings, "it holds on additional networks, which no answer covers");
                return null;
            default:
                return null;
        }
    }

    private static Policy Unread(Resource resource, List<Finding> findings, string meaning, LabelQuery? namespaces, bool ingress)
    {
        Report(resource, findings, meaning);
        return new Policy
        {
            Resource = resource,
            Layer = PolicyLayer.Namespace,
            SubjectNamespaces = namespaces,
            SubjectPods = LabelQuery.Everything,
            AffectsIngress = ingress,
            AffectsEgress = true,
            Rules = [],
            IsNotUnderstood = true,
        };
    }

    private static void Report(Resource resource, List<Finding> findings, string meaning) =>
        new PolicyFaults(resource, findings).NotUnderstood(resource.Root["kind"], $"{resource.Kind} of {resource.Identity.Group} is not read: {meaning}");
}
