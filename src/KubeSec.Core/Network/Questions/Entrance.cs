using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>How traffic from outside is led to a workload.</summary>
public enum EntranceKind
{
    /// <summary>A Service of type LoadBalancer.</summary>
    LoadBalancer,

    /// <summary>A Service of type NodePort.</summary>
    NodePort,

    /// <summary>A Service with external IPs.</summary>
    ExternalAddress,

    /// <summary>An Ingress.</summary>
    Ingress,

    /// <summary>A route of the Gateway API.</summary>
    GatewayRoute,

    /// <summary>An OpenShift Route.</summary>
    Route,
}

/// <summary>One way in from outside, and what the policies leave of it.</summary>
/// <param name="Kind">What opens it.</param>
/// <param name="Resource">The resource that opens it.</param>
/// <param name="Workload">The workload it leads to.</param>
/// <param name="Ports">The target ports it leads to.</param>
/// <param name="Allowed">Those of them that policies let in.</param>
/// <param name="Possible">Those and the ones whose answer is unknown.</param>
/// <param name="Reason">Why the two differ, where they do.</param>
internal sealed record Entrance(
    EntranceKind Kind, Resource Resource, NetworkWorkload Workload, PortSet Ports, PortSet Allowed, PortSet Possible, UnknownReason Reason)
{
    /// <summary>Whether a controller inside the cluster takes the traffic in and hands it on.</summary>
    public bool IsThroughController => Kind is EntranceKind.Ingress or EntranceKind.GatewayRoute or EntranceKind.Route;
}
