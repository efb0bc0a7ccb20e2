using System.Net;
using KubeSec.Manifests;

namespace KubeSec.Core.Tests.Network;

/// <summary>
/// The semantics of policies in the slowest and most obvious way: one packet, every policy, no index.
/// Reads the manifests itself, so that a slip of the engine's readers shows too.
/// </summary>
internal sealed class ReferenceEvaluator(IReadOnlyList<Resource> resources)
{
    /// <summary>An end of a connection: a pod, or an address outside.</summary>
    public sealed record End(Resource? Pod, string? Address);

    public bool Allows(End source, End destination, string protocol, int port) =>
        Direction("egress", source, destination, destination, protocol, port)
        && Direction("ingress", destination, source, destination, protocol, port);

    private bool Direction(string direction, End subject, End peer, End destination, string protocol, int port)
    {
        if (subject.Pod is null)
        {
            return true;
        }

        if (Tier("Admin", direction, subject, peer, destination, protocol, port) is { } admin)
        {
            return admin;
        }

        Resource[] isolating =
        [
            .. resources.Where(policy => policy.Kind == "NetworkPolicy" && policy.EffectiveNamespace == subject.Pod.EffectiveNamespace
                && Types(policy).Contains(direction) && Selects(policy.Spec["podSelector"], Labels(subject.Pod))),
        ];
        if (isolating.Length > 0)
        {
            return isolating.Any(policy => policy.Spec[direction].Items.Any(rule => RuleMatches(policy, rule, direction, peer, destination, protocol, port)));
        }

        return Tier("Baseline", direction, subject, peer, destination, protocol, port) ?? true;
    }

    private bool? Tier(string tier, string direction, End subject, End peer, End destination, string protocol, int port)
    {
        IEnumerable<Resource> policies = resources
            .Where(policy => policy.Kind == "ClusterNetworkPolicy" && policy.Spec["tier"].Text == tier)
            .Where(policy => SelectsPods(policy.Spec["subject"], subject.Pod!))
            .OrderBy(policy => policy.Spec["priority"].Integer).ThenBy(policy => policy.Identity.Name, StringComparer.Ordinal);
        foreach (Resource policy in policies)
        {
            foreach (Field rule in policy.Spec[direction].Items)
            {
                bool peerMatches = rule[direction == "ingress" ? "from" : "to"].Items.Any(item => ClusterPeer(item, peer));
                bool portMatches = !rule["protocols"].Exists || rule["protocols"].Items.Any(item => ClusterPort(item, destination, protocol, port));
                if (peerMatches && portMatches)
                {
                    return rule["action"].Text switch { "Accept" => true, "Deny" => false, _ => null };
                }
            }
        }

        return null;
    }

    private bool ClusterPeer(Field item, End peer) => peer.Pod is not null
        ? item["networks"].Items.Any(network => network.Text is "0.0.0.0/0" or "::/0") || (!item["networks"].Exists && SelectsPods(item, peer.Pod))
        : item["networks"].Items.Any(network => InBlock(network.Text!, peer.Address!));

    private static bool ClusterPort(Field item, End destination, string protocol, int port)
    {
        if (item["destinationNamedPort"].Text is { } name)
        {
            return destination.Pod is not null && Named(destination.Pod, name).Contains((protocol, port));
        }

        Field form = item[protocol.ToLowerInvariant()];
        Field number = form["destinationPort"];
        return form.Exists && (!number.Exists
            || number["number"].Integer == port
            || (number["range"]["start"].Integer <= port && port <= number["range"]["end"].Integer));
    }

    private bool SelectsPods(Field form, Resource pod) => form["pods"].Exists
        ? Selects(form["pods"]["namespaceSelector"], NamespaceLabels(pod.EffectiveNamespace)) && Selects(form["pods"]["podSelector"], Labels(pod))
        : form["namespaces"].Exists && Selects(form["namespaces"], NamespaceLabels(pod.EffectiveNamespace));

    private static string[] Types(Resource policy)
    {
        string[] written = [.. policy.Spec["policyTypes"].Items.Select(type => type.Text!.ToLowerInvariant())];
        return written.Length > 0 ? written : policy.Spec["egress"].Items.Any() ? ["ingress", "egress"] : ["ingress"];
    }

    private bool RuleMatches(Resource policy, Field rule, string direction, End peer, End destination, string protocol, int port)
    {
        Field[] peers = [.. rule[direction == "ingress" ? "from" : "to"].Items];
        Field[] ports = [.. rule["ports"].Items];
        return (peers.Length == 0 || peers.Any(item => PeerMatches(policy, item, peer)))
            && (ports.Length == 0 || ports.Any(item => PortMatches(item, destination, protocol, port)));
    }

    private bool PeerMatches(Resource policy, Field item, End peer)
    {
        if (item["ipBlock"].Exists)
        {
            Field block = item["ipBlock"];
            return peer.Address is { } address && InBlock(block["cidr"].Text!, address)
                && !block["except"].Items.Any(exception => InBlock(exception.Text!, address));
        }

        if (peer.Pod is null)
        {
            return false;
        }

        bool inNamespace = item["namespaceSelector"].Exists
            ? Selects(item["namespaceSelector"], NamespaceLabels(peer.Pod.EffectiveNamespace))
            : peer.Pod.EffectiveNamespace == policy.EffectiveNamespace;
        return inNamespace && (!item["podSelector"].Exists || Selects(item["podSelector"], Labels(peer.Pod)));
    }

    private static bool PortMatches(Field item, End destination, string protocol, int port)
    {
        if ((item["protocol"].Text ?? "TCP") != protocol)
        {
            return false;
        }

        if (item["port"].Integer is { } first)
        {
            return first <= port && port <= (item["endPort"].Integer ?? first);
        }

        return item["port"].Text is not { } name || (destination.Pod is not null && Named(destination.Pod, name).Contains((protocol, port)));
    }

    private static HashSet<(string Protocol, int Port)> Named(Resource pod, string name) =>
    [
        .. pod.Workload!.Containers.SelectMany(container => container.Field["ports"].Items)
            .Where(port => port["name"].Text == name)
            .Select(port => (port["protocol"].Text ?? "TCP", (int)port["containerPort"].Integer!)),
    ];

    private static Dictionary<string, string> Labels(Resource pod) =>
        pod.Workload!.PodLabels.Entries.ToDictionary(label => label.Name, label => label.Text!, StringComparer.Ordinal);

    private Dictionary<string, string> NamespaceLabels(string name)
    {
        Resource? declared = resources.FirstOrDefault(resource => resource.Kind == "Namespace" && resource.Identity.Name == name);
        Dictionary<string, string> labels = declared?.Labels.Entries.ToDictionary(label => label.Name, label => label.Text!, StringComparer.Ordinal) ?? [];
        labels["kubernetes.io/metadata.name"] = name;
        return labels;
    }

    private static bool Selects(Field selector, Dictionary<string, string> labels) =>
        selector["matchLabels"].Entries.All(pair => labels.GetValueOrDefault(pair.Name) == pair.Text)
        && selector["matchExpressions"].Items.All(item =>
        {
            string? actual = labels.GetValueOrDefault(item["key"].Text!);
            bool listed = item["values"].Items.Any(value => value.Text == actual);
            return item["operator"].Text switch
            {
                "In" => actual is not null && listed,
                "NotIn" => actual is null || !listed,
                "Exists" => actual is not null,
                _ => actual is null,
            };
        });

    private static bool InBlock(string cidr, string address) => IPNetwork.Parse(cidr).Contains(IPAddress.Parse(address));
}
