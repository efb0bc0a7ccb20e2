namespace KubeSec.Network;

/// <summary>Why a connection can be called neither allowed nor denied; several may hold.</summary>
[Flags]
public enum UnknownReason
{
    /// <summary>The connection is decided.</summary>
    None = 0,

    /// <summary>One end shares its node's network, where the API leaves the effect of policies open.</summary>
    HostNetwork = 1,

    /// <summary>A rule names a port that the destination does not declare.</summary>
    UnresolvedNamedPort = 2,

    /// <summary>A block of addresses may hold the pod's address, or may be applied to pods or not by the network plugin.</summary>
    PodAddress = 4,

    /// <summary>A rule names nodes whose addresses are not in the input.</summary>
    NodeAddress = 8,

    /// <summary>A rule names DNS names.</summary>
    DomainName = 16,

    /// <summary>A policy selects the pod that this reader does not understand.</summary>
    PolicyNotUnderstood = 32,

    /// <summary>The traffic comes by way of a Service without a selector.</summary>
    ServiceWithoutSelector = 64,

    /// <summary>A rule lets in pods that are not in the input, and the cluster's ingress controller may be one of them.</summary>
    IngressController = 128,
}
