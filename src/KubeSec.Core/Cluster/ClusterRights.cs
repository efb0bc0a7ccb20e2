using System.Text;

namespace KubeSec.Cluster;

/// <summary>The rights that reading a cluster needs: get, list and watch, and nothing else.</summary>
public static class ClusterRights
{
    /// <summary>A ClusterRole as YAML that allows exactly what <see cref="ClusterWatcher"/> and <see cref="ClusterManifests"/> read.</summary>
    /// <param name="name">The role's name.</param>
    public static string ClusterRole(string name = "kubesec-reader")
    {
        var text = new StringBuilder();
        text.Append("apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: ").Append(name).Append("\nrules:\n");
        IEnumerable<ResourceCollection> all = ResourceCollections.Manifests.Concat(ResourceCollections.Observations);
        foreach (IGrouping<string, ResourceCollection> group in all.GroupBy(collection => collection.Group, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            IEnumerable<string> plurals = group.Select(collection => collection.Plural).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            text.Append("  - apiGroups: [\"").Append(group.Key).Append("\"]\n    resources: [").AppendJoin(", ", plurals).Append("]\n    verbs: [get, list, watch]\n");
        }

        return text.ToString();
    }
}
