using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>A Service port that an Ingress, a Route or a Gateway route hands its traffic to.</summary>
/// <param name="Kind">What hands it on.</param>
/// <param name="Resource">The resource that does.</param>
/// <param name="Namespace">The Service's namespace.</param>
/// <param name="Service">The Service's name.</param>
/// <param name="Port">The Service port's number or name; null for every port.</param>
/// <param name="Field">Where the backend is named.</param>
internal sealed record ServiceBackend(EntranceKind Kind, Resource Resource, string Namespace, string Service, string? Port, Field Field)
{
    /// <summary>The ports that its traffic arrives at in one of the Service's pods.</summary>
    public PortSet PortsAt(ClusterService service, NetworkWorkload workload)
    {
        PortSet ports = service.TargetPorts(workload, Port, byTarget: Kind == EntranceKind.Route);
        if (ports.IsEmpty && Kind == EntranceKind.Ingress)
        {
            // The API means the Service's own port, but widely used controllers (ingress-nginx among them) take the
            // target port as well: the way in is open.
            ports = service.TargetPorts(workload, Port, byTarget: true);
        }

        return ports.Intersect(PortSet.Of(Resource.Kind == "UDPRoute" ? NetworkProtocol.Udp : NetworkProtocol.Tcp));
    }

    public static IEnumerable<ServiceBackend> In(IReadOnlyList<Resource> resources) => resources.SelectMany(resource => (resource.Kind, resource.Identity.Group) switch
    {
        ("Ingress", "networking.k8s.io" or "extensions") => OfIngress(resource),
        ("Route", "route.openshift.io") => OfRoute(resource),
        ("HTTPRoute" or "GRPCRoute" or "TLSRoute" or "TCPRoute" or "UDPRoute", "gateway.networking.k8s.io") => OfGatewayRoute(resource),
        _ => [],
    });

    private static IEnumerable<ServiceBackend> OfIngress(Resource ingress)
    {
        IEnumerable<Field> backends = ingress.Spec["rules"].Items
            .SelectMany(rule => rule["http"]["paths"].Items)
            .Select(path => path["backend"])
            .Append(ingress.Spec["defaultBackend"])
            .Append(ingress.Spec["backend"]);
        foreach (Field backend in backends)
        {
            // The v1beta1 form names the Service in two flat fields.
            Field service = backend["service"];
            string? name = service["name"].Text ?? backend["serviceName"].Text;
            string? port = service["port"]["number"].Text ?? service["port"]["name"].Text ?? backend["servicePort"].Text;
            if (name is not null)
            {
                yield return new ServiceBackend(EntranceKind.Ingress, ingress, ingress.EffectiveNamespace, name, port, backend);
            }
        }
    }

    private static IEnumerable<ServiceBackend> OfRoute(Resource route)
    {
        string? port = route.Spec["port"]["targetPort"].Text;
        return route.Spec["alternateBackends"].Items.Prepend(route.Spec["to"])
            .Where(target => target["kind"].Text is null or "Service" && target["name"].Exists)
            .Select(target => new ServiceBackend(EntranceKind.Route, route, route.EffectiveNamespace, target["name"].Text!, port, target));
    }

    private static IEnumerable<ServiceBackend> OfGatewayRoute(Resource route) => route.Spec["rules"].Items
        .SelectMany(rule => rule["backendRefs"].Items)
        .Where(reference => reference["kind"].Text is null or "Service" && reference["group"].Text is null or "" && reference["name"].Exists)
        .Select(reference => new ServiceBackend(
            EntranceKind.GatewayRoute,
            route,
            reference["namespace"].Text ?? route.EffectiveNamespace,
            reference["name"].Text!,
            reference["port"].Text,
            reference));
}
