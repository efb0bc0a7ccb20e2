namespace KubeSec.Network;

/// <summary>What one end of an observed connection is.</summary>
public enum FlowEndKind
{
    /// <summary>A pod.</summary>
    Pod,

    /// <summary>An address outside the cluster.</summary>
    Address,

    /// <summary>A node, or a pod that uses its node's network.</summary>
    Node,

    /// <summary>A Service's address in the cluster: the pods behind it are told by the manifests.</summary>
    Service,
}

/// <summary>One end of an observed connection.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Namespace">The namespace of a pod or Service; empty otherwise.</param>
/// <param name="Workload">A pod's workload, or its own name where that is not recorded; a Service's name; empty otherwise.</param>
/// <param name="Address">The IP address; empty where it is not recorded.</param>
public sealed record FlowEnd(FlowEndKind Kind, string Namespace, string Workload, string Address)
{
    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        FlowEndKind.Pod => $"{Namespace}/{Workload}",
        FlowEndKind.Service => $"Service {Namespace}/{Workload}",
        _ => Address.Length > 0 ? Address : "node",
    };
}

/// <summary>A connection seen at run time, from the end that opened it.</summary>
/// <param name="Source">Who opened it.</param>
/// <param name="Destination">Whom to.</param>
/// <param name="Protocol">Its protocol.</param>
/// <param name="Port">The destination's port.</param>
/// <param name="IsDropped">Whether it was stopped: a dropped connection is evidence of an attempt, never of a need.</param>
public sealed record ObservedFlow(FlowEnd Source, FlowEnd Destination, NetworkProtocol Protocol, int Port, bool IsDropped)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Source} => {Destination} : {PortSet.Of(Protocol, Port, Port)}";
}

/// <summary>An observed connection that the policies would break.</summary>
/// <param name="Flow">The connection.</param>
/// <param name="Why">What denies it, or why its fate is unknown; null where an end of it is not in the input.</param>
public sealed record BrokenFlow(ObservedFlow Flow, Explanation? Why);
