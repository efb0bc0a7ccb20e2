using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>
/// Reads a Calico policy where it says what a NetworkPolicy can say: rules that only allow, pods and namespaces by plain
/// selectors, nets, ports. Anything else (deny, pass, log, tiers, negations, service accounts, layer 7) makes the whole
/// policy not understood: answers about its pods are unknown, never guessed. Policies that only allow add up, so their
/// order does not matter.
/// </summary>
internal static class CalicoPolicyReader
{
    public static Policy Read(Resource resource, List<Finding> findings)
    {
        var faults = new PolicyFaults(resource, findings);
        bool isGlobal = resource.Kind == "GlobalNetworkPolicy";
        if (resource.Kind.StartsWith("Staged", StringComparison.Ordinal))
        {
            // A staged policy is only rehearsed: it stops nothing (Calico, Stage policies).
            return Empty(resource, isGlobal, LabelQuery.Unreadable, isNotUnderstood: false);
        }

        if (VendorShape.IsBroken(resource.Root, faults))
        {
            return Empty(resource, isGlobal, LabelQuery.Everything, isNotUnderstood: true);
        }

        Field? strange = CalicoShape.FirstStrange(resource.Spec, isGlobal);
        LabelQuery? pods = strange is null ? CalicoSelector.ReadPods(resource.Spec["selector"]) : null;
        LabelQuery? namespaces = isGlobal ? CalicoSelector.ReadNamespaces(resource.Spec["namespaceSelector"]) : null;
        strange ??= pods is null ? resource.Spec["selector"] : isGlobal && namespaces is null ? resource.Spec["namespaceSelector"] : null;
        if (strange is not null)
        {
            faults.NotUnderstood(strange, $"{(strange.Path.Length > 0 ? strange.Path : "the policy")} has no counterpart in NetworkPolicy and is not read: answers about the pods it may select are unknown");
            return Empty(resource, isGlobal, LabelQuery.Everything, isNotUnderstood: true);
        }

        (bool ingress, bool egress) = Types(resource.Spec);
        return new Policy
        {
            Resource = resource,
            Layer = PolicyLayer.Namespace,
            SubjectNamespaces = namespaces,
            SubjectPods = pods!,
            AffectsIngress = ingress,
            AffectsEgress = egress,
            Rules = [.. Rules(resource.Spec["ingress"], TrafficDirection.Ingress, isGlobal, faults), .. Rules(resource.Spec["egress"], TrafficDirection.Egress, isGlobal, faults)],
        };
    }

    private static Policy Empty(Resource resource, bool isGlobal, LabelQuery pods, bool isNotUnderstood) => new()
    {
        Resource = resource,
        Layer = PolicyLayer.Namespace,
        SubjectNamespaces = isGlobal ? LabelQuery.Everything : null,
        SubjectPods = pods,
        AffectsIngress = isNotUnderstood,
        AffectsEgress = isNotUnderstood,
        Rules = [],
        IsNotUnderstood = isNotUnderstood,
    };

    /// <summary>Missing types follow the rules that are written; Ingress where there are none (Calico, NetworkPolicy, types).</summary>
    private static (bool Ingress, bool Egress) Types(Field spec)
    {
        string[] types = [.. spec["types"].Items.Select(type => type.Text).OfType<string>()];
        return types.Length > 0
            ? (types.Contains("Ingress"), types.Contains("Egress"))
            : (spec["ingress"].Exists || !spec["egress"].Exists, spec["egress"].Exists);
    }

    private static IEnumerable<PolicyRule> Rules(Field list, TrafficDirection direction, bool isGlobal, PolicyFaults faults)
    {
        foreach (Field rule in list.Items)
        {
            Field peer = rule[direction == TrafficDirection.Ingress ? "source" : "destination"];
            yield return new PolicyRule
            {
                Direction = direction,
                Action = RuleAction.Allow,
                Peers = Peer(peer, isGlobal, faults) is { } read ? [read] : null,
                Ports = Ports(rule, faults),
                Field = rule,
            };
        }
    }

    private static RulePeer? Peer(Field peer, bool isGlobal, PolicyFaults faults)
    {
        if (peer["nets"].Items.Any())
        {
            // Calico's nets hold for pods as for anything else.
            AddressRange[] nets = [.. peer["nets"].Items.Select(net => BlockReader.ReadCidr(net, faults)).OfType<AddressRange>()];
            return new RulePeer { Field = peer, Addresses = nets, AddressesMatchPods = true };
        }

        if (!peer["selector"].Exists && !peer["namespaceSelector"].Exists)
        {
            return null;
        }

        LabelQuery? elsewhere = isGlobal ? LabelQuery.Everything : null;
        return new RulePeer
        {
            Field = peer,
            Pods = CalicoSelector.ReadPods(peer["selector"]),
            Namespaces = peer["namespaceSelector"].Exists ? CalicoSelector.ReadNamespaces(peer["namespaceSelector"]) : elsewhere,
        };
    }

    private static RulePort[]? Ports(Field rule, PolicyFaults faults)
    {
        Field ports = rule["destination"]["ports"];
        NetworkProtocol? protocol = rule["protocol"].Text is { } name ? ProtocolNames.Parse(name.ToUpperInvariant()) : null;
        return ports.Items.Any()
            ? [.. ports.Items.Select(port => Port(port, protocol ?? NetworkProtocol.Tcp, faults))]
            : protocol is { } only ? [new RulePort(PortSet.Of(only), null, null)] : null;
    }

    /// <summary>A number, a range as <c>8000:8080</c>, or a name.</summary>
    private static RulePort Port(Field port, NetworkProtocol protocol, PolicyFaults faults)
    {
        string text = port.Text ?? "";
        string[] ends = text.Split(':');
        if (!char.IsAsciiDigit(text.FirstOrDefault()))
        {
            return new RulePort(PortSet.None, text, protocol);
        }

        if (ends.Length <= 2 && ushort.TryParse(ends[0], out ushort first) && ushort.TryParse(ends[^1], out ushort last) && first > 0 && first <= last)
        {
            return new RulePort(PortSet.Of(protocol, first, last), null, null);
        }

        faults.Invalid(port, $"'{text}' is no port or range of ports such as 8000:8080");
        return RulePort.Nothing;
    }
}
