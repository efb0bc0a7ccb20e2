using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>
/// Reads AdminNetworkPolicy, BaselineAdminNetworkPolicy (v1alpha1) and ClusterNetworkPolicy (v1alpha2).
/// A rule that cannot be read fails closed as its API demands: one that accepts matches nothing,
/// one that denies or passes denies everything.
/// </summary>
internal static class TieredPolicyReader
{
    public static Policy Read(Resource resource, List<Finding> findings)
    {
        var faults = new PolicyFaults(resource, findings);
        Field spec = resource.Spec;
        (TieredDialect dialect, PolicyLayer layer) = Kind(resource, faults);
        string[] known = resource.Kind switch
        {
            "ClusterNetworkPolicy" => ["tier", "priority", "subject", "ingress", "egress"],
            "AdminNetworkPolicy" => ["priority", "subject", "ingress", "egress"],
            _ => ["subject", "ingress", "egress"],
        };
        faults.HasUnknownFields(spec, known);
        (LabelQuery namespaces, LabelQuery pods) = ReadSubject(spec["subject"], faults);
        PolicyRule[] rules =
        [
            .. ReadRules(spec["ingress"], TrafficDirection.Ingress, dialect, faults),
            .. ReadRules(spec["egress"], TrafficDirection.Egress, dialect, faults),
        ];
        return new Policy
        {
            Resource = resource,
            Layer = layer,
            Priority = ReadPriority(resource, faults),
            SubjectNamespaces = namespaces,
            SubjectPods = pods,
            AffectsIngress = rules.Any(rule => rule.Direction == TrafficDirection.Ingress),
            AffectsEgress = rules.Any(rule => rule.Direction == TrafficDirection.Egress),
            Rules = rules,
        };
    }

    private static (TieredDialect Dialect, PolicyLayer Layer) Kind(Resource resource, PolicyFaults faults)
    {
        switch (resource.Kind)
        {
            case "AdminNetworkPolicy":
                return (TieredDialect.Admin, PolicyLayer.Admin);
            case "BaselineAdminNetworkPolicy":
                if (resource.Identity.Name != "default")
                {
                    faults.Invalid(resource.Root["metadata"]["name"], "a BaselineAdminNetworkPolicy must be named default");
                }

                return (TieredDialect.Baseline, PolicyLayer.Baseline);
            default:
                string? tier = resource.Spec["tier"].Text;
                if (tier is not ("Admin" or "Baseline"))
                {
                    faults.NoSuchWord(resource.Spec["tier"], "tier", "Admin, Baseline");
                }

                return (TieredDialect.Cluster, tier == "Baseline" ? PolicyLayer.Baseline : PolicyLayer.Admin);
        }
    }

    private static int ReadPriority(Resource resource, PolicyFaults faults)
    {
        Field priority = resource.Spec["priority"];
        if (resource.Kind == "BaselineAdminNetworkPolicy")
        {
            return 0;
        }

        if (priority.Integer is >= 0 and <= 1000 and { } number)
        {
            return (int)number;
        }

        faults.Invalid(priority, priority.Exists ? $"priority {priority.Text} must be a number from 0 to 1000" : "spec.priority is missing");
        return priority.Integer < 0 ? 0 : 1000;
    }

    private static (LabelQuery Namespaces, LabelQuery Pods) ReadSubject(Field subject, PolicyFaults faults)
    {
        bool strange = faults.HasUnknownFields(subject, "namespaces", "pods");
        if (faults.OnlyField(subject, "spec.subject must have exactly one of namespaces, pods") is not { } form || strange)
        {
            return (LabelQuery.Unreadable, LabelQuery.Everything);
        }

        return form.Name == "pods" ? TieredPeerReader.ReadPods(form, faults) : (SelectorReader.Read(form, faults), LabelQuery.Everything);
    }

    private static IEnumerable<PolicyRule> ReadRules(Field list, TrafficDirection direction, TieredDialect dialect, PolicyFaults faults)
    {
        faults.IsNoList(list);
        faults.AtMost(list, dialect.Limit);
        foreach (Field rule in list.Items)
        {
            yield return ReadRule(rule, direction, dialect, faults);
        }
    }

    private static PolicyRule ReadRule(Field rule, TrafficDirection direction, TieredDialect dialect, PolicyFaults faults)
    {
        string peersKey = direction == TrafficDirection.Ingress ? "from" : "to";
        bool strange = faults.HasUnknownFields(rule, "name", "action", peersKey, dialect.PortsKey);
        RuleAction? action = dialect.Action(rule["action"].Text);
        if (action is null)
        {
            string words = dialect.MayPass ? $"{dialect.AllowWord}, Deny, Pass" : $"{dialect.AllowWord}, Deny";
            faults.NoSuchWord(rule["action"], "action", words);
        }

        if (rule["name"].Text is { Length: > 100 })
        {
            faults.Invalid(rule["name"], "the name of a rule is longer than 100 characters");
        }

        RulePeer?[] peers = ReadPeers(rule[peersKey], direction, action ?? RuleAction.Deny, dialect, faults);
        RulePort[]? ports = ReadPorts(rule, peers, dialect, faults);

        // A port that cannot be read matches nothing: beside others it takes nothing from a rule that accepts.
        bool portsRead = action == RuleAction.Allow || ports?.Contains(RulePort.Nothing) != true;
        bool readable = !strange && action is not null && peers.Length > 0 && !peers.Contains(null) && portsRead;
        return readable
            ? new PolicyRule { Direction = direction, Action = action!.Value, Peers = [.. peers.OfType<RulePeer>()], Ports = ports, Field = rule }
            : FailClosed(rule, direction, action);
    }

    private static PolicyRule FailClosed(Field rule, TrafficDirection direction, RuleAction? action) => action == RuleAction.Allow
        ? new PolicyRule { Direction = direction, Action = RuleAction.Allow, Peers = [], Ports = null, Field = rule }
        : new PolicyRule { Direction = direction, Action = RuleAction.Deny, Peers = null, Ports = null, Field = rule };

    private static RulePeer?[] ReadPeers(Field list, TrafficDirection direction, RuleAction action, TieredDialect dialect, PolicyFaults faults)
    {
        faults.IsNoList(list);
        faults.AtMost(list, dialect.Limit);
        if (!list.Items.Any())
        {
            faults.Invalid(list, $"{list.Path} must name at least one peer");
        }

        return [.. list.Items.Select(peer => TieredPeerReader.Read(peer, direction, action, faults))];
    }

    private static RulePort[]? ReadPorts(Field rule, RulePeer?[] peers, TieredDialect dialect, PolicyFaults faults)
    {
        Field list = rule[dialect.PortsKey];
        faults.IsNoList(list);
        faults.AtMost(list, dialect.Limit);
        if (!list.Exists)
        {
            return null;
        }

        RulePort[] ports = [.. list.Items.Select(entry => dialect.ReadPort(entry, faults))];
        if (ports.Length == 0)
        {
            // v1alpha1 allows an empty list and reads it as no restriction; v1alpha2 demands an entry.
            if (dialect == TieredDialect.Cluster)
            {
                faults.Invalid(list, $"{list.Path} must not be empty");
                return [RulePort.Nothing];
            }

            return null;
        }

        if (ports.Any(port => port.Name is not null) && peers.Any(peer => peer is { Pods: null }))
        {
            faults.Invalid(list, "a named port does not go with networks, nodes or domain names, which have none");
        }

        return ports;
    }
}
