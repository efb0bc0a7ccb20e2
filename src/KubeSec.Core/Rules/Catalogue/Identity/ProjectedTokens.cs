using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Identity;

/// <summary>Service account tokens that a pod asks the kubelet for in a projected volume.</summary>
internal static class ProjectedTokens
{
    public static IEnumerable<Field> Of(Workload workload) => workload.Volumes
        .SelectMany(volume => volume["projected"]["sources"].Items)
        .Select(source => source["serviceAccountToken"])
        .Where(token => token.Exists);
}
