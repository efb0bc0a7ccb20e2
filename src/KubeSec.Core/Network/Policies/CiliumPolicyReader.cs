using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>
/// Reads a Cilium policy where it says what a NetworkPolicy can say: endpoints by labels and namespaces, the entities
/// cluster, world and all, CIDRs, DNS names, ports. Anything else (deny rules, other entities, services, layer 7, nodes)
/// makes the whole policy not understood: answers about its pods are unknown, never guessed.
/// </summary>
internal static class CiliumPolicyReader
{
    public static Policy Read(Resource resource, List<Finding> findings)
    {
        var faults = new PolicyFaults(resource, findings);
        bool clusterwide = resource.Kind == "CiliumClusterwideNetworkPolicy";
        bool broken = VendorShape.IsBroken(resource.Root, faults);
        Field? strange = broken ? null : FirstStrange(resource, clusterwide);
        Field spec = resource.Spec;
        bool unread = broken || strange is not null;
        PolicyRule[] rules = unread ? [] :
        [
            .. ReadRules(spec["ingress"], TrafficDirection.Ingress, clusterwide, faults),
            .. ReadRules(spec["egress"], TrafficDirection.Egress, clusterwide, faults),
        ];
        if (strange is not null)
        {
            faults.NotUnderstood(strange, $"{strange.Path} has no counterpart in NetworkPolicy and is not read: answers about the pods it selects are unknown");
        }

        (LabelQuery? namespaces, LabelQuery pods) = CiliumSelector.Read(spec["endpointSelector"], clusterwide) ?? (clusterwide ? LabelQuery.Everything : null, LabelQuery.Everything);
        return new Policy
        {
            Resource = resource,
            Layer = PolicyLayer.Namespace,
            SubjectNamespaces = namespaces,
            SubjectPods = pods,

            // An empty list is as good as none: only a rule isolates (Cilium, Ingress Default Deny).
            AffectsIngress = unread || spec["ingress"].Items.Any(),
            AffectsEgress = unread || spec["egress"].Items.Any(),
            Rules = rules,
            IsNotUnderstood = unread,
        };
    }

    private static IEnumerable<PolicyRule> ReadRules(Field list, TrafficDirection direction, bool clusterwide, PolicyFaults faults)
    {
        string way = direction == TrafficDirection.Ingress ? "from" : "to";
        foreach (Field rule in list.Items)
        {
            // An empty rule of Cilium selects no peer: it isolates and allows nothing.
            bool everyone = (rule["toPorts"].Exists && !PeerFields(way).Any(name => rule[name].Exists)) || rule[way + "Entities"].Items.Any(entity => entity.Text == "all");
            yield return new PolicyRule
            {
                Direction = direction,
                Action = RuleAction.Allow,
                Peers = everyone ? null : [.. ReadPeers(rule, way, clusterwide, faults)],
                Ports = rule["toPorts"].Exists ? [.. rule["toPorts"].Items.SelectMany(port => port["ports"].Items).SelectMany(port => ReadPort(port, faults))] : null,
                Field = rule,
            };
        }
    }

    private static IEnumerable<RulePeer> ReadPeers(Field rule, string way, bool clusterwide, PolicyFaults faults)
    {
        foreach (Field endpoints in rule[way + "Endpoints"].Items)
        {
            (LabelQuery? namespaces, LabelQuery pods) = CiliumSelector.Read(endpoints, clusterwide)!.Value;
            yield return new RulePeer { Field = endpoints, Pods = pods, Namespaces = namespaces };
        }

        foreach (Field entity in rule[way + "Entities"].Items)
        {
            yield return entity.Text == "cluster"
                ? new RulePeer { Field = entity, Pods = LabelQuery.Everything, Namespaces = LabelQuery.Everything }
                : new RulePeer { Field = entity, Addresses = [AddressRange.EveryIPv4, AddressRange.EveryIPv6] };
        }

        foreach (Field name in rule[way + "FQDNs"].Items)
        {
            yield return new RulePeer { Field = name, IsDomainNames = true };
        }

        foreach (Field cidr in rule[way + "CIDR"].Items)
        {
            yield return new RulePeer { Field = cidr, Addresses = BlockReader.ReadCidr(cidr, faults) is { } range ? [range] : [] };
        }

        foreach (Field block in rule[way + "CIDRSet"].Items)
        {
            yield return new RulePeer { Field = block, Addresses = BlockReader.Read(block, faults) };
        }
    }

    private static IEnumerable<RulePort> ReadPort(Field port, PolicyFaults faults)
    {
        string? written = port["port"].Text;
        bool isNumber = int.TryParse(written, System.Globalization.CultureInfo.InvariantCulture, out int first);
        long last = port["endPort"].Integer ?? first;
        foreach (NetworkProtocol protocol in Enum.GetValues<NetworkProtocol>())
        {
            if (port["protocol"].Text is null or "ANY" || port["protocol"].Text == protocol.Name())
            {
                yield return (isNumber, first) switch
                {
                    (false, _) => new RulePort(PortSet.None, written ?? "", protocol),
                    (true, 0) => new RulePort(PortSet.Of(protocol), null, null),
                    _ when first is > 0 and <= 65535 && last >= first && last <= 65535 => new RulePort(PortSet.Of(protocol, first, (int)last), null, null),
                    _ => Refused(port, faults),
                };
            }
        }
    }

    private static RulePort Refused(Field port, PolicyFaults faults)
    {
        faults.Invalid(port, $"{port.Path} is no range of ports");
        return RulePort.Nothing;
    }

    private static Field? FirstStrange(Resource resource, bool clusterwide)
    {
        if (resource.Root["specs"].Exists)
        {
            return resource.Root["specs"];
        }

        if (!resource.Spec["endpointSelector"].Exists)
        {
            return resource.Spec["endpointSelector"];
        }

        return StrangeIn(resource.Spec, "endpointSelector", "ingress", "egress", "description", "labels")
            ?? StrangeSelector(resource.Spec["endpointSelector"], clusterwide)
            ?? StrangeRules(resource.Spec["ingress"], "from", clusterwide)
            ?? StrangeRules(resource.Spec["egress"], "to", clusterwide);
    }

    private static string[] PeerFields(string way) => way == "to"
        ? ["toEndpoints", "toEntities", "toCIDR", "toCIDRSet", "toFQDNs"]
        : ["fromEndpoints", "fromEntities", "fromCIDR", "fromCIDRSet"];

    private static Field? StrangeRules(Field list, string way, bool clusterwide) => list.Items
        .Select(rule => StrangeIn(rule, [.. PeerFields(way), "toPorts"])
            ?? rule[way + "Endpoints"].Items.Select(selector => StrangeSelector(selector, clusterwide)).FirstOrDefault(field => field is not null)
            ?? rule[way + "Entities"].Items.FirstOrDefault(entity => entity.Text is not ("all" or "cluster" or "world"))
            ?? rule["toPorts"].Items.Select(StrangePorts).FirstOrDefault(field => field is not null))
        .FirstOrDefault(field => field is not null);

    /// <summary>Layer 7 narrows what ports allow; only the DNS rule that lets every name through does not.</summary>
    private static Field? StrangePorts(Field ports) => StrangeIn(ports, "ports", "rules")
        ?? StrangeIn(ports["rules"], "dns")
        ?? ports["rules"]["dns"].Items.FirstOrDefault(rule => rule["matchPattern"].Text != "*");

    private static Field? StrangeSelector(Field selector, bool clusterwide) => CiliumSelector.Read(selector, clusterwide) is null ? selector : null;

    private static Field? StrangeIn(Field mapping, params string[] known) =>
        mapping.Entries.FirstOrDefault(entry => !known.Contains(entry.Name, StringComparer.Ordinal));
}
