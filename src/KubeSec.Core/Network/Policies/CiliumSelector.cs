using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>
/// Reads Cilium's endpoint selectors: pod labels, a pod's namespace and its namespace's labels, all in one set of labels
/// with prefixes for where they come from.
/// </summary>
internal static class CiliumSelector
{
    private const string NamespaceName = "io.kubernetes.pod.namespace";
    private const string NamespaceLabel = "io.cilium.k8s.namespace.labels.";

    /// <summary>Namespaces (null for the policy's own) and pods; null where the selector speaks of what is no pod label.</summary>
    public static (LabelQuery? Namespaces, LabelQuery Pods)? Read(Field selector, bool isClusterwide)
    {
        LabelQuery all = LabelQuery.Read(selector);
        var pods = new List<LabelDemand>();
        var namespaces = new List<LabelDemand>();
        bool known = all.IsValid && selector.Entries.All(entry => entry.Name is "matchLabels" or "matchExpressions");
        foreach (LabelDemand demand in all.Demands)
        {
            string key = WithoutSource(demand.Key);
            known &= !key.Contains(':', StringComparison.Ordinal) && !key.StartsWith("io.cilium.k8s.policy.", StringComparison.Ordinal);
            if (key == NamespaceName)
            {
                namespaces.Add(demand with { Key = NamespaceLabels.NameLabel });
            }
            else if (key.StartsWith(NamespaceLabel, StringComparison.Ordinal))
            {
                namespaces.Add(demand with { Key = key[NamespaceLabel.Length..] });
            }
            else
            {
                pods.Add(demand with { Key = key });
            }
        }

        LabelQuery? within = namespaces.Count > 0 ? LabelQuery.Of(namespaces) : isClusterwide ? LabelQuery.Everything : null;
        return known ? (within, LabelQuery.Of(pods)) : null;
    }

    /// <summary>Labels of Kubernetes carry k8s: or any: where they carry a source at all.</summary>
    private static string WithoutSource(string key) =>
        key.StartsWith("k8s:", StringComparison.Ordinal) || key.StartsWith("any:", StringComparison.Ordinal) ? key[4..] : key;
}
