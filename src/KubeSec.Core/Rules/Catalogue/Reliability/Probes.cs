using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

/// <summary>Which containers are to be watched by probes.</summary>
internal static class Probes
{
    /// <summary>Whether a container serves for long: init and ephemeral containers and those of jobs end by themselves.</summary>
    public static bool AreExpectedOf(Container container) =>
        container.Role is ContainerRole.Main && container.Workload.Resource.Kind is not ("Job" or "CronJob");
}
