namespace KubeSec.Network;

/// <summary>Turns rules into sets of peers and ports, once each.</summary>
internal sealed class RuleCompiler(NetworkModel model, PeerIndex index, PortNames names)
{
    /// <summary>Where pods of clusters that say nothing get their addresses from: private use (RFC 1918, RFC 6598, RFC 4193).</summary>
    private static readonly AddressRange[] PrivateRanges =
        [.. new[] { "10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7" }.Select(AddressRange.ParseCidr).OfType<AddressRange>()];

    /// <summary>Labels that the kubelet gives every node (well-known labels of the API).</summary>
    private static readonly string[] KubeletLabels = ["kubernetes.io/hostname", "kubernetes.io/os", "kubernetes.io/arch"];

    /// <summary>Pods whose address the input records.</summary>
    private readonly PeerClass[] known = [.. index.Classes.Where(peer => peer.Sample is { Addresses.Count: > 0, IsHostNetwork: false })];

    /// <summary>Pods whose address nobody knows before they run, and the stand-ins.</summary>
    private readonly PeerSet elsewhere = PeerSet.Range(0, index.FirstExternal).Except(
        PeerSet.Of([.. index.Classes.Where(peer => peer.Sample.Addresses.Count > 0 || peer.Sample.IsHostNetwork).Select(peer => peer.Number)]));

    private readonly Dictionary<PolicyRule, (PeerSet Sure, PeerSet Possible, UnknownReason Reason)> peers = [];
    private readonly Dictionary<(PolicyRule Rule, int List), RuleReach[]> compiled = [];

    /// <summary>What a rule covers for a subject; the subject's list of named ports matters to ingress rules that name ports.</summary>
    public IReadOnlyList<RuleReach> Compile(Policy policy, PolicyRule rule, int subjectList)
    {
        bool bySubject = rule.Direction == TrafficDirection.Ingress && rule.HasNamedPorts;
        (PolicyRule, int) key = (rule, bySubject ? subjectList : -1);
        if (!compiled.TryGetValue(key, out RuleReach[]? reaches))
        {
            (PeerSet sure, PeerSet possible, UnknownReason reason) = Peers(policy, rule);
            reaches = bySubject ? [Reach(names.Resolve(rule, subjectList))] : [.. names.Split(rule).Select(part => Within(part)).Where(reach => !reach.PossiblePeers.IsEmpty)];
            compiled.Add(key, reaches);

            RuleReach Reach((int Ports, int Possible, UnknownReason Reason) ports) => new(sure, possible, ports.Ports, ports.Possible, reason | ports.Reason);
            RuleReach Within((PeerSet Destinations, int Ports, int Possible, UnknownReason Reason) part) =>
                new(sure.And(part.Destinations), possible.And(part.Destinations), part.Ports, part.Possible, reason | part.Reason);
        }

        return reaches;
    }

    /// <summary>The peers a rule covers for certain, those it may cover, and why they differ.</summary>
    public (PeerSet Sure, PeerSet Possible, UnknownReason Reason) Peers(Policy policy, PolicyRule rule)
    {
        if (rule.Peers is null)
        {
            return (index.Every, index.Every, UnknownReason.None);
        }

        if (!peers.TryGetValue(rule, out (PeerSet Sure, PeerSet Possible, UnknownReason Reason) found))
        {
            found = (PeerSet.Empty, PeerSet.Empty, UnknownReason.None);
            foreach (RulePeer peer in rule.Peers)
            {
                (PeerSet sure, PeerSet possible, UnknownReason reason) = One(policy, peer);
                found = (found.Sure.Or(sure), found.Possible.Or(possible), found.Reason | reason);
            }

            peers.Add(rule, found);
        }

        return found;
    }

    private (PeerSet Sure, PeerSet Possible, UnknownReason Reason) One(Policy policy, RulePeer peer)
    {
        if (peer.Pods is { } pods)
        {
            PeerSet matched = index.Select(pods, peer.Namespaces, policy.Namespace);
            PeerSet sure = matched.Except(index.HostNetwork);

            // Cluster-wide policies leave host-network pods out by definition; for NetworkPolicy it is up to the plugin.
            return policy.Layer != PolicyLayer.Namespace || matched.And(index.HostNetwork).IsEmpty
                ? (sure, sure, UnknownReason.None)
                : (sure, matched, UnknownReason.HostNetwork);
        }

        if (peer.Nodes is { } nodes)
        {
            return NodesAt(nodes);
        }

        if (peer.IsDomainNames)
        {
            return (PeerSet.Empty, index.External, UnknownReason.DomainName);
        }

        (PeerSet certain, PeerSet doubtful) = PodsAt(peer);
        PeerSet outside = index.Addresses(peer.Addresses);
        return (outside.Or(certain), outside.Or(certain).Or(doubtful), doubtful.IsEmpty ? UnknownReason.None : UnknownReason.PodAddress);
    }

    /// <summary>Nodes by label: their addresses where the input has them, and the pods on their network, wherever those land.</summary>
    private (PeerSet Sure, PeerSet Possible, UnknownReason Reason) NodesAt(LabelQuery nodes)
    {
        PeerSet known = index.Addresses([.. model.Nodes.Where(node => nodes.Matches(node.Labels)).SelectMany(node => node.Addresses)]);
        bool isEvery = model.Nodes.Count > 0
            ? model.Nodes.All(node => nodes.Matches(node.Labels))
            : nodes.IsValid && nodes.Demands.All(demand => demand.Operator == LabelOperator.Exists && KubeletLabels.Contains(demand.Key));
        PeerSet sure = isEvery ? known.Or(index.HostNetwork) : known;
        PeerSet possible = (model.Nodes.Count > 0 ? known : index.External).Or(index.HostNetwork);
        return (sure, possible, possible.Except(sure).IsEmpty ? UnknownReason.None : UnknownReason.NodeAddress);
    }

    /// <summary>The pods that a block of addresses covers, and those that it may cover; host-network pods have their node's address.</summary>
    private (PeerSet Certain, PeerSet Doubtful) PodsAt(RulePeer peer)
    {
        PeerSet matched = PeerSet.Of([.. known.Where(pod => pod.Sample.Addresses.Any(address => peer.Addresses.Any(block => block.Contains(address)))).Select(pod => pod.Number)]);
        if (!peer.AddressesMatchPods)
        {
            bool mayHold = model.PodRanges.Any(range => peer.Addresses.Any(range.Overlaps));
            return (PeerSet.Empty, mayHold ? matched.Or(elsewhere) : matched);
        }

        bool everything = peer.Addresses.Any(range => range == AddressRange.EveryIPv4 || range == AddressRange.EveryIPv6);
        bool holdsAll = everything || (model.PodRanges.Count > 0 && model.PodRanges.All(range => peer.Addresses.Any(block => block.Contains(range))));
        bool mayHoldSome = (model.PodRanges.Count > 0 ? model.PodRanges : PrivateRanges).Any(range => peer.Addresses.Any(range.Overlaps));
        if (everything)
        {
            return (matched.Or(elsewhere).Or(index.HostNetwork), PeerSet.Empty);
        }

        return holdsAll ? (matched.Or(elsewhere), index.HostNetwork) : (matched, (mayHoldSome ? elsewhere : PeerSet.Empty).Or(index.HostNetwork));
    }
}
