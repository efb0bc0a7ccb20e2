using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>The layers a connection is judged by, first to last.</summary>
public enum PolicyLayer
{
    /// <summary>AdminNetworkPolicy, and ClusterNetworkPolicy of tier Admin.</summary>
    Admin,

    /// <summary>NetworkPolicy: decides everything for the pods it selects.</summary>
    Namespace,

    /// <summary>BaselineAdminNetworkPolicy, and ClusterNetworkPolicy of tier Baseline.</summary>
    Baseline,
}

/// <summary>The two directions a pod can be isolated in, each on its own.</summary>
public enum TrafficDirection
{
    /// <summary>Into the pod.</summary>
    Ingress,

    /// <summary>Out of the pod.</summary>
    Egress,
}

internal enum RuleAction
{
    Allow,
    Deny,
    Pass,
}

/// <summary>A policy of any kind, read into the one form that the engine judges by.</summary>
internal sealed class Policy
{
    public required Resource Resource { get; init; }

    public required PolicyLayer Layer { get; init; }

    /// <summary>Order within a tier, lower first; 0 for a NetworkPolicy.</summary>
    public int Priority { get; init; }

    /// <summary>The namespaces whose pods it applies to; null for the policy's own namespace.</summary>
    public LabelQuery? SubjectNamespaces { get; init; }

    public required LabelQuery SubjectPods { get; init; }

    public bool AffectsIngress { get; init; }

    public bool AffectsEgress { get; init; }

    public required IReadOnlyList<PolicyRule> Rules { get; init; }

    /// <summary>Whether it says something this reader cannot judge: every answer about its pods is then unknown.</summary>
    public bool IsNotUnderstood { get; init; }

    public string Namespace => Resource.EffectiveNamespace;

    private bool IsClusterWide => Resource.Kind is "GlobalNetworkPolicy" or "StagedGlobalNetworkPolicy" or "CiliumClusterwideNetworkPolicy" or "ClusterNetworkPolicy";

    /// <summary><c>NetworkPolicy shop/deny-all</c>; without a namespace where the policy is in none.</summary>
    public string Name => Layer == PolicyLayer.Namespace && !IsClusterWide ? $"{Resource.Kind} {Namespace}/{Resource.Identity.Name}" : $"{Resource.Kind} {Resource.Identity.Name}";

    public bool Affects(TrafficDirection direction) => direction == TrafficDirection.Ingress ? AffectsIngress : AffectsEgress;

    public IEnumerable<PolicyRule> RulesOf(TrafficDirection direction) => Rules.Where(rule => rule.Direction == direction);

    public override string ToString() => Name;
}

/// <summary>One rule of a policy.</summary>
internal sealed class PolicyRule
{
    public required TrafficDirection Direction { get; init; }

    public required RuleAction Action { get; init; }

    /// <summary>The peers, any of which may match; null for every peer, inside and outside the cluster.</summary>
    public required IReadOnlyList<RulePeer>? Peers { get; init; }

    /// <summary>The ports, any of which may match; null for every port of every protocol.</summary>
    public required IReadOnlyList<RulePort>? Ports { get; init; }

    /// <summary>Where it stands in the manifest.</summary>
    public required Field Field { get; init; }

    public bool HasNamedPorts => Ports?.Any(port => port.Name is not null) ?? false;
}

/// <summary>One peer of a rule; exactly one of its forms is set.</summary>
internal sealed class RulePeer
{
    /// <summary>Where it stands in the manifest.</summary>
    public required Field Field { get; init; }

    /// <summary>Pods by their labels; null where this peer is none of pods.</summary>
    public LabelQuery? Pods { get; init; }

    /// <summary>With <see cref="Pods"/>: the namespaces; null for the policy's own.</summary>
    public LabelQuery? Namespaces { get; init; }

    /// <summary>Addresses; empty where this peer is none of addresses.</summary>
    public IReadOnlyList<AddressRange> Addresses { get; init; } = [];

    /// <summary>Whether the addresses match pods for certain (ClusterNetworkPolicy networks) or at the plugin's discretion (ipBlock).</summary>
    public bool AddressesMatchPods { get; init; }

    /// <summary>Nodes by their labels; null where this peer is none of nodes.</summary>
    public LabelQuery? Nodes { get; init; }

    /// <summary>Whether the peer is domain names, whose addresses no manifest knows.</summary>
    public bool IsDomainNames { get; init; }
}

/// <summary>The ports one entry of a rule covers: numbers, or a name that each destination pod resolves for itself.</summary>
/// <param name="Numbers">The ports; empty for a name.</param>
/// <param name="Name">The name, or null.</param>
/// <param name="Protocol">The protocol the name must have; null for any.</param>
internal sealed record RulePort(PortSet Numbers, string? Name, NetworkProtocol? Protocol)
{
    /// <summary>An entry that matches nothing, in place of one the API server would refuse.</summary>
    public static RulePort Nothing { get; } = new(PortSet.None, null, null);
}
