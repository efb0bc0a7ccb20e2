using System.Text.RegularExpressions;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>Reads the peers of cluster-wide policies; null for a peer that cannot be read, so that the rule can fail closed.</summary>
internal static partial class TieredPeerReader
{
    public static RulePeer? Read(Field peer, TrafficDirection direction, RuleAction action, PolicyFaults faults)
    {
        string[] known = direction == TrafficDirection.Ingress ? ["namespaces", "pods"] : ["namespaces", "pods", "nodes", "networks", "domainNames"];
        bool strange = faults.HasUnknownFields(peer, known);
        return faults.OnlyField(peer, $"{peer.Path} must have exactly one of {string.Join(", ", known)}") is { } form && !strange
            ? ReadForm(peer, form, action, faults)
            : null;
    }

    /// <summary>Namespaces and pods of a <c>pods</c> field, whose selectors are empty where missing.</summary>
    public static (LabelQuery Namespaces, LabelQuery Pods) ReadPods(Field pods, PolicyFaults faults)
    {
        bool strange = faults.HasUnknownFields(pods, "namespaceSelector", "podSelector");
        LabelQuery namespaces = SelectorReader.Read(pods["namespaceSelector"], faults);
        LabelQuery selected = SelectorReader.Read(pods["podSelector"], faults);
        return strange ? (LabelQuery.Unreadable, selected) : (namespaces, selected);
    }

    private static RulePeer? ReadForm(Field peer, Field form, RuleAction action, PolicyFaults faults)
    {
        switch (form.Name)
        {
            case "namespaces":
                return Readable(new RulePeer { Field = peer, Namespaces = SelectorReader.Read(form, faults), Pods = LabelQuery.Everything });
            case "pods":
                (LabelQuery namespaces, LabelQuery pods) = ReadPods(form, faults);
                return Readable(new RulePeer { Field = peer, Namespaces = namespaces, Pods = pods });
            case "nodes":
                return SelectorReader.Read(form, faults) is { IsValid: true } nodes ? new RulePeer { Field = peer, Nodes = nodes } : null;
            case "networks":
                return ReadNetworks(peer, form, faults);
            default:
                return ReadDomains(peer, form, action, faults);
        }
    }

    private static RulePeer? Readable(RulePeer peer) => peer.Namespaces!.IsValid && peer.Pods!.IsValid ? peer : null;

    private static RulePeer? ReadNetworks(Field peer, Field networks, PolicyFaults faults)
    {
        CheckSize(networks, faults);
        AddressRange?[] ranges = [.. networks.Items.Select(network => BlockReader.ReadCidr(network, faults))];
        return ranges.Length == 0 || ranges.Contains(null)
            ? null
            : new RulePeer { Field = peer, Addresses = [.. ranges.OfType<AddressRange>()], AddressesMatchPods = true };
    }

    private static RulePeer? ReadDomains(Field peer, Field domains, RuleAction action, PolicyFaults faults)
    {
        CheckSize(domains, faults);
        bool valid = domains.Items.Any();
        if (action != RuleAction.Allow)
        {
            faults.Invalid(domains, "domain names only go with a rule that accepts");
            valid = false;
        }

        foreach (Field domain in domains.Items.Where(domain => !DomainName().IsMatch(domain.Text ?? "")))
        {
            faults.Invalid(domain, $"'{domain.Text}' is no domain name; a wildcard stands first, as in *.example.com");
            valid = false;
        }

        return valid ? new RulePeer { Field = peer, IsDomainNames = true } : null;
    }

    private static void CheckSize(Field list, PolicyFaults faults)
    {
        faults.IsNoList(list);
        faults.AtMost(list, 25);
        if (!list.Items.Any())
        {
            faults.Invalid(list, $"{list.Path} must not be empty");
        }
    }

    [GeneratedRegex(@"^(\*\.)?([a-zA-Z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\.)+[a-zA-Z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\.?$", RegexOptions.CultureInvariant)]
    private static partial Regex DomainName();
}
