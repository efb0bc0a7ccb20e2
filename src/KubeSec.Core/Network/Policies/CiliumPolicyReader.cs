using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>
/// Reads a Cilium policy where it says what a NetworkPolicy can say: endpoints by plain labels, CIDRs, ports.
/// Anything else (deny rules, entities, services, DNS names, layer 7, nodes) makes the whole policy not understood:
/// answers about its pods are unknown, never guessed.
/// </summary>
internal static class CiliumPolicyReader
{
    /// <summary>Cilium keeps a pod's namespace among the pod's labels under this key.</summary>
    private const string NamespaceLabel = "k8s:io.kubernetes.pod.namespace";

    public static Policy Read(Resource resource, List<Finding> findings)
    {
        var faults = new PolicyFaults(resource, findings);
        bool clusterwide = resource.Kind == "CiliumClusterwideNetworkPolicy";
        Field? strange = FirstStrange(resource, clusterwide);
        Field spec = resource.Spec;
        PolicyRule[] rules = strange is not null ? [] :
        [
            .. ReadRules(spec["ingress"], TrafficDirection.Ingress, faults),
            .. ReadRules(spec["egress"], TrafficDirection.Egress, faults),
        ];
        if (strange is not null)
        {
            faults.NotUnderstood(strange, $"{strange.Path} has no counterpart in NetworkPolicy and is not read: answers about the pods it selects are unknown");
        }

        return new Policy
        {
            Resource = resource,
            Layer = PolicyLayer.Namespace,
            SubjectNamespaces = clusterwide ? LabelQuery.Everything : null,
            SubjectPods = SelectorReader.Read(spec["endpointSelector"], faults),
            AffectsIngress = strange is not null || spec["ingress"].Exists,
            AffectsEgress = strange is not null || spec["egress"].Exists,
            Rules = rules,
            IsNotUnderstood = strange is not null,
        };
    }

    private static IEnumerable<PolicyRule> ReadRules(Field list, TrafficDirection direction, PolicyFaults faults)
    {
        string way = direction == TrafficDirection.Ingress ? "from" : "to";
        foreach (Field rule in list.Items)
        {
            // An empty rule of Cilium selects no peer: it isolates and allows nothing.
            bool everyone = rule["toPorts"].Exists && !rule[way + "Endpoints"].Exists && !rule[way + "CIDR"].Exists && !rule[way + "CIDRSet"].Exists;
            yield return new PolicyRule
            {
                Direction = direction,
                Action = RuleAction.Allow,
                Peers = everyone ? null : [.. ReadPeers(rule, way, faults)],
                Ports = rule["toPorts"].Exists ? [.. rule["toPorts"].Items.SelectMany(port => port["ports"].Items).SelectMany(port => ReadPort(port, faults))] : null,
                Field = rule,
            };
        }
    }

    private static IEnumerable<RulePeer> ReadPeers(Field rule, string way, PolicyFaults faults)
    {
        foreach (Field endpoints in rule[way + "Endpoints"].Items)
        {
            LabelQuery all = SelectorReader.Read(endpoints, faults);
            yield return new RulePeer { Field = endpoints, Pods = all };
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
            ?? StrangeSelector(resource.Spec["endpointSelector"])
            ?? StrangeRules(resource.Spec["ingress"], "from", clusterwide)
            ?? StrangeRules(resource.Spec["egress"], "to", clusterwide);
    }

    private static Field? StrangeRules(Field list, string way, bool clusterwide) => list.Items
        .Select(rule => StrangeIn(rule, way + "Endpoints", way + "CIDR", way + "CIDRSet", "toPorts")
            ?? (clusterwide && rule[way + "Endpoints"].Exists ? rule[way + "Endpoints"] : null)
            ?? rule[way + "Endpoints"].Items.Select(StrangeSelector).FirstOrDefault(field => field is not null)
            ?? rule["toPorts"].Items.Select(port => StrangeIn(port, "ports")).FirstOrDefault(field => field is not null))
        .FirstOrDefault(field => field is not null);

    /// <summary>A key with a source prefix (k8s:, any:, reserved:) is Cilium's own; the plain form is a pod label.</summary>
    private static Field? StrangeSelector(Field selector) =>
        StrangeIn(selector, "matchLabels", "matchExpressions")
        ?? selector["matchLabels"].Entries.FirstOrDefault(label => label.Name.Contains(':', StringComparison.Ordinal) || label.Name == NamespaceLabel)
        ?? selector["matchExpressions"].Items.FirstOrDefault(demand => demand["key"].Text?.Contains(':', StringComparison.Ordinal) != false);

    private static Field? StrangeIn(Field mapping, params string[] known) =>
        mapping.Entries.FirstOrDefault(entry => !known.Contains(entry.Name, StringComparer.Ordinal));
}
