using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>Which Calico policies say no more than a NetworkPolicy could; finds the first field that does.</summary>
internal static class CalicoShape
{
    public static Field? FirstStrange(Field spec, bool isGlobal) =>
        Unknown(spec, isGlobal ? ["order", "selector", "namespaceSelector", "types", "ingress", "egress"] : ["order", "selector", "types", "ingress", "egress", "tier"])
        ?? (spec["tier"].Text is null or "default" ? null : spec["tier"])
        ?? spec["types"].Items.FirstOrDefault(type => type.Text is not ("Ingress" or "Egress"))
        ?? spec["ingress"].Items.Select(rule => InRule(rule, "source", "destination")).FirstOrDefault(field => field is not null)
        ?? spec["egress"].Items.Select(rule => InRule(rule, "destination", "source")).FirstOrDefault(field => field is not null);

    private static Field? InRule(Field rule, string peer, string own)
    {
        bool hasPorts = rule["destination"]["ports"].Exists;
        string? protocol = rule["protocol"].Text?.ToUpperInvariant();
        return Unknown(rule, ["action", "protocol", "source", "destination"])
            ?? (rule["action"].Text == "Allow" ? null : rule["action"])
            ?? ((protocol is null && !hasPorts) || (protocol is not null && ProtocolNames.Parse(protocol) is not null) ? null : rule["protocol"])
            ?? InPeer(rule[peer], mayHavePorts: peer == "destination")
            ?? Unknown(rule[own], own == "destination" ? ["ports"] : []);
    }

    private static Field? InPeer(Field peer, bool mayHavePorts)
    {
        bool selects = peer["selector"].Exists || peer["namespaceSelector"].Exists;
        return Unknown(peer, mayHavePorts ? ["selector", "namespaceSelector", "nets", "ports"] : ["selector", "namespaceSelector", "nets"])
            ?? (selects && peer["nets"].Exists ? peer["nets"] : null)
            ?? (CalicoSelector.ReadPods(peer["selector"]) is null ? peer["selector"] : null)
            ?? (CalicoSelector.ReadNamespaces(peer["namespaceSelector"]) is null ? peer["namespaceSelector"] : null);
    }

    private static Field? Unknown(Field mapping, string[] known) => mapping.Entries.FirstOrDefault(entry => !known.Contains(entry.Name, StringComparer.Ordinal));
}
