using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

/// <summary>Which containers are to be watched by probes, and what the probes ask.</summary>
internal static class Probes
{
    private static readonly string[] Names = ["livenessProbe", "readinessProbe", "startupProbe"];
    private static readonly string[] Handlers = ["httpGet", "tcpSocket", "grpc", "exec"];

    /// <summary>
    /// Whether a container serves for long: init containers and those of jobs end by themselves, and the API server
    /// refuses probes on ephemeral ones. Native sidecars run beside the others and may have probes (KEP-753).
    /// </summary>
    public static bool AreExpectedOf(Container container) =>
        container.Role is ContainerRole.Main or ContainerRole.Sidecar && container.Workload.Resource.Kind is not ("Job" or "CronJob");

    /// <summary>Whether two probes make the same request.</summary>
    public static bool AskTheSame(Field probe, Field other) =>
        Handlers.All(handler => probe[handler].Exists == other[handler].Exists && Same(probe[handler], other[handler]));

    /// <summary>The ports the probes of a container ask.</summary>
    public static IEnumerable<Field> PortsAsked(Container container) => Names
        .SelectMany(name => Handlers.Select(handler => container.Field[name][handler]["port"]))
        .Where(port => port.Exists);

    private static bool Same(Field one, Field other) =>
        one.Text == other.Text
        && one.Entries.Count() == other.Entries.Count()
        && one.Entries.All(entry => Same(entry, other[entry.Name]))
        && one.Items.Count() == other.Items.Count()
        && one.Items.Zip(other.Items).All(pair => Same(pair.First, pair.Second));
}
