using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

/// <summary>How many pods a controller keeps, as far as its manifest says.</summary>
internal static class Replicas
{
    /// <summary>
    /// Whether the controller may run more than one pod: it says so, or leaves the number out, as those do that an
    /// autoscaler or a person scales.
    /// </summary>
    public static bool MayBeSeveral(Workload workload) =>
        workload.Resource.Kind is "Deployment" or "StatefulSet" or "DeploymentConfig"
        && (!workload.Resource.Spec["replicas"].Exists || workload.Resource.Spec["replicas"].Integer > 1);
}
