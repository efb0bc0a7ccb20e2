using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>
/// Reads NetworkPolicy (networking.k8s.io/v1) with the defaults of its API, and reports each breach of the
/// API's validation (pkg/apis/networking/validation). What would be refused matches nothing: fail closed.
/// </summary>
internal static class NetworkPolicyReader
{
    public static Policy Read(Resource resource, List<Finding> findings)
    {
        var faults = new PolicyFaults(resource, findings);
        Field spec = resource.Spec;
        if (resource.Identity is { Group: "networking.k8s.io", ApiVersion: not "networking.k8s.io/v1" })
        {
            faults.Invalid(resource.Root["apiVersion"], $"there is no NetworkPolicy of {resource.Identity.ApiVersion}; it is read as one of networking.k8s.io/v1");
        }

        if (!spec.Exists)
        {
            faults.Invalid(spec, "the policy has no spec");
        }

        faults.HasUnknownFields(spec, "podSelector", "policyTypes", "ingress", "egress");
        faults.IsNoList(spec["ingress"]);
        faults.IsNoList(spec["egress"]);
        var rules = new List<PolicyRule>();
        rules.AddRange(ReadRules(spec["ingress"], TrafficDirection.Ingress, faults));
        rules.AddRange(ReadRules(spec["egress"], TrafficDirection.Egress, faults));
        (bool ingress, bool egress) = ReadTypes(spec, faults);
        WarnOfIdleRules(spec, ingress, egress, faults);
        return new Policy
        {
            Resource = resource,
            Layer = PolicyLayer.Namespace,
            SubjectPods = SelectorReader.Read(spec["podSelector"], faults),
            AffectsIngress = ingress,
            AffectsEgress = egress,
            Rules = rules,
        };
    }

    /// <summary>Missing types mean Ingress always, and Egress where at least one egress rule is written (API docs, policyTypes).</summary>
    private static (bool Ingress, bool Egress) ReadTypes(Field spec, PolicyFaults faults)
    {
        Field types = spec["policyTypes"];
        faults.IsNoList(types);
        if (!types.Items.Any())
        {
            return (true, spec["egress"].Items.Any());
        }

        faults.AtMost(types, 2);
        foreach (Field type in types.Items.Where(type => type.Text is not ("Ingress" or "Egress")))
        {
            faults.Invalid(type, $"'{type.Text}' is no policy type (Ingress, Egress)");
        }

        return (types.Items.Any(type => type.Text == "Ingress"), types.Items.Any(type => type.Text == "Egress"));
    }

    private static void WarnOfIdleRules(Field spec, bool ingress, bool egress, PolicyFaults faults)
    {
        foreach ((string list, string type, bool affects) in new[] { ("ingress", "Ingress", ingress), ("egress", "Egress", egress) })
        {
            if (!affects && spec[list].Items.Any())
            {
                faults.Idle(spec[list], $"spec.{list} has rules, but policyTypes does not list {type}: they have no effect");
            }
        }
    }

    private static IEnumerable<PolicyRule> ReadRules(Field list, TrafficDirection direction, PolicyFaults faults)
    {
        string peers = direction == TrafficDirection.Ingress ? "from" : "to";
        foreach (Field rule in list.Items)
        {
            bool strange = faults.HasUnknownFields(rule, peers, "ports");
            if (rule.IsNull)
            {
                faults.Invalid(rule, $"{rule.Path} is null, which counts as an empty rule: it allows everything");
            }

            faults.IsNoList(rule[peers]);
            faults.IsNoList(rule["ports"]);
            RulePeer[] read = [.. rule[peers].Items.Select(peer => ReadPeer(peer, faults)).OfType<RulePeer>()];
            RulePort[] ports = [.. rule["ports"].Items.Select(port => PortReader.Read(port, faults))];
            if (direction == TrafficDirection.Egress && ports.FirstOrDefault(port => port.Name is not null) is { } named && read.Any(peer => peer.Addresses.Count > 0))
            {
                faults.UnresolvedPort(rule["ports"], $"a block of addresses declares no ports: '{named.Name}' matches nothing there");
            }

            yield return new PolicyRule
            {
                Direction = direction,
                Action = RuleAction.Allow,
                Peers = !strange && IsEmptyList(rule[peers]) ? null : read,
                Ports = !strange && IsEmptyList(rule["ports"]) ? null : ports,
                Field = rule,
            };
        }
    }

    /// <summary>A missing, null or empty list means every peer or port; anything else that is no list means none.</summary>
    private static bool IsEmptyList(Field list) => !list.Exists || list.Node is SequenceNode { Items.Count: 0 };

    private static RulePeer? ReadPeer(Field peer, PolicyFaults faults)
    {
        bool strange = faults.HasUnknownFields(peer, "podSelector", "namespaceSelector", "ipBlock");
        bool selects = peer["podSelector"].Exists || peer["namespaceSelector"].Exists;
        bool isBlock = peer["ipBlock"].Exists;
        IReadOnlyList<AddressRange> addresses = isBlock ? BlockReader.Read(peer["ipBlock"], faults) : [];
        LabelQuery pods = SelectorReader.Read(peer["podSelector"], faults);
        LabelQuery? namespaces = peer["namespaceSelector"].Exists ? SelectorReader.Read(peer["namespaceSelector"], faults) : null;
        if (selects && isBlock)
        {
            faults.Invalid(peer["ipBlock"], $"{peer.Path} has an ipBlock beside a selector: a peer is one or the other");
            return null;
        }

        if (strange)
        {
            return null;
        }

        if (!selects && !isBlock)
        {
            faults.Invalid(peer, $"{peer.Path} names no peer: it needs a podSelector, a namespaceSelector or an ipBlock");
            return null;
        }

        return isBlock ? new RulePeer { Field = peer, Addresses = addresses } : new RulePeer { Field = peer, Pods = pods, Namespaces = namespaces };
    }
}
