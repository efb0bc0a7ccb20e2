using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Network;

/// <summary>Which workloads can be reached from outside the cluster, through a Service, an Ingress or a Gateway's route.</summary>
internal static class Exposed
{
    private static readonly string[] Routes = ["HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute"];

    public static IEnumerable<Workload> From(ResourceIndex index)
    {
        HashSet<(string Namespace, string Name)> published =
        [
            .. index.OfKind("Ingress").SelectMany(ingress => Backends(ingress).Select(name => (ingress.EffectiveNamespace, name))),
            .. Routes.SelectMany(index.OfKind).SelectMany(RouteBackends),
        ];
        IEnumerable<Resource> services = index.OfKind("Service").Where(service => service.Identity.Group.Length == 0
            && (service.Spec["type"].Text is "NodePort" or "LoadBalancer" || published.Contains((service.EffectiveNamespace, service.Identity.Name))));
        return services.SelectMany(service => index.SelectedByLabels(service.EffectiveNamespace, service.Spec["selector"])).Distinct();
    }

    private static IEnumerable<string> Backends(Resource ingress) => ingress.Spec["rules"].Items
        .SelectMany(rule => rule["http"]["paths"].Items)
        .Select(path => path["backend"])
        .Append(ingress.Spec["defaultBackend"])
        .Select(backend => backend["service"]["name"].Text ?? backend["serviceName"].Text)
        .OfType<string>();

    private static IEnumerable<(string, string)> RouteBackends(Resource route) => route.Spec["rules"].Items
        .SelectMany(rule => rule["backendRefs"].Items)
        .Select(backend => (backend["namespace"].Text ?? route.EffectiveNamespace, backend["name"].Text ?? ""));
}
