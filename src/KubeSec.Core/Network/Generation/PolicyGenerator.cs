namespace KubeSec.Network;

/// <summary>
/// Writes the least that must be allowed: default deny for every namespace, and one policy a workload with exactly
/// what is intended, in both directions, and DNS for those that go out.
/// </summary>
internal sealed class PolicyGenerator(NetworkModel model, IReadOnlyList<Intent> intents, List<string> notes)
{
    private readonly NetworkWorkload[] workloads = [.. model.Workloads.Where(workload => workload.Source is not null)];

    public string Write()
    {
        var documents = new List<string>();
        foreach (IGrouping<string, NetworkWorkload> group in workloads.GroupBy(workload => workload.Namespace, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            documents.Add(PolicyText.DefaultDeny(group.Key));
            foreach (NetworkWorkload workload in group.OrderBy(workload => workload.Name, StringComparer.Ordinal))
            {
                documents.AddRange(PolicyOf(workload, group));
            }
        }

        return string.Join("---\n", documents);
    }

    /// <summary>The policy for one workload's egress alone; empty with a note where none can select it.</summary>
    public string WriteEgress(NetworkWorkload workload)
    {
        if (!CanSelect(workload))
        {
            return "";
        }

        Intent[] leaving = [.. intents.Where(intent => intent.From == workload && !intent.Ports.IsEmpty)];
        return PolicyText.Policy(workload.Namespace, $"{workload.ShortName}-egress".ToLowerInvariant(), SelectorOf(workload), null, [.. Egress(workload, leaving)]);
    }

    private bool CanSelect(NetworkWorkload workload)
    {
        bool can = !workload.IsHostNetwork && SelectorOf(workload).Count > 0;
        if (!can)
        {
            notes.Add($"{workload.Name}: {(workload.IsHostNetwork ? "it uses its node's network, where policies cannot be relied on" : "it has no labels to select it by")}; it got no policy");
        }

        return can;
    }

    private IEnumerable<string> PolicyOf(NetworkWorkload workload, IEnumerable<NetworkWorkload> neighbours)
    {
        Intent[] entering = [.. intents.Where(intent => intent.To == workload && !intent.Ports.IsEmpty)];
        Intent[] leaving = [.. intents.Where(intent => intent.From == workload && !intent.Ports.IsEmpty)];
        if (entering.Length + leaving.Length == 0 && !model.Dns.Contains(workload))
        {
            yield break;
        }

        if (!CanSelect(workload))
        {
            yield break;
        }

        bool shared = neighbours.Any(other => other.ShortName == workload.ShortName && other != workload);
        string kind = workload.Source!.Resource.Kind;
        string name = shared || workload.ShortName == "default-deny" ? $"{workload.ShortName}-{kind}" : workload.ShortName;
        yield return PolicyText.Policy(workload.Namespace, name.ToLowerInvariant(), SelectorOf(workload), [.. Ingress(workload, entering)], [.. Egress(workload, leaving)]);
    }

    private IEnumerable<GeneratedRule> Ingress(NetworkWorkload workload, Intent[] intended)
    {
        List<(GeneratedPeer? Peer, PortSet Ports)> wanted = [.. intended.Where(intent => CanName(intent.From)).Select(intent => (Peer(workload, intent, intent.From), intent.Ports))];
        if (model.Dns.Contains(workload))
        {
            wanted.Add((EveryPod(), DnsPorts()));
        }

        return Grouped(wanted);
    }

    private IEnumerable<GeneratedRule> Egress(NetworkWorkload workload, Intent[] intended)
    {
        List<(GeneratedPeer? Peer, PortSet Ports)> wanted = [.. intended.Where(intent => CanName(intent.To)).Select(intent => (Peer(workload, intent, intent.To), intent.Ports))];
        if (wanted.Count > 0 && !model.Dns.Contains(workload))
        {
            wanted.AddRange(model.Dns.Select(dns => ((GeneratedPeer?)new GeneratedPeer(Pods(workload, dns), "cluster DNS"), DnsPorts())));
        }

        return Grouped(wanted);
    }

    private static bool CanName(NetworkWorkload? peer) => peer is null || !peer.IsHostNetwork;

    /// <summary>Ports of each peer joined, then peers with equal ports joined into one rule.</summary>
    private static IEnumerable<GeneratedRule> Grouped(IEnumerable<(GeneratedPeer? Peer, PortSet Ports)> wanted)
    {
        var byPeer = wanted.GroupBy(one => one.Peer?.Yaml ?? "", StringComparer.Ordinal)
            .Select(group => (Peer: group.Select(one => one.Peer).MaxBy(peer => peer?.Comment.Length ?? 0), Ports: group.Aggregate(PortSet.None, (all, one) => all.Union(one.Ports))));
        return byPeer.GroupBy(one => (IsAnyone: one.Peer is null, one.Ports))
            .Select(group => new GeneratedRule([.. group.Select(one => one.Peer).OfType<GeneratedPeer>().OrderBy(peer => peer.Yaml, StringComparer.Ordinal)], group.Key.Ports))
            .OrderBy(rule => rule.Peers.Count > 0 ? rule.Peers[0].Yaml : "", StringComparer.Ordinal)
            .ThenBy(rule => rule.Ports.ToString(), StringComparer.Ordinal);
    }

    private static GeneratedPeer? Peer(NetworkWorkload own, Intent intent, NetworkWorkload? other)
    {
        if (other is not null)
        {
            return new GeneratedPeer(Pods(own, other), "");
        }

        if (intent.Address is { } address)
        {
            string suffix = address.Family == AddressRange.EveryIPv4.Family ? "/32" : "/128";
            string first = address.ToString().Split('-')[0];
            return new GeneratedPeer($"        - ipBlock:\n            cidr: {PolicyText.Scalar(first + suffix)}\n", intent.Because == "observed" ? "" : intent.Because);
        }

        return intent.AnyPod ? EveryPod() with { Comment = intent.Because } : null;
    }

    private static GeneratedPeer EveryPod() => new("        - namespaceSelector: {}\n", "");

    private static string Pods(NetworkWorkload own, NetworkWorkload other)
    {
        string pods = $"          podSelector:\n{PolicyText.Labels(SelectorOf(other), "            ")}";
        return own.Namespace == other.Namespace
            ? "        - " + pods[10..]
            : $"        - namespaceSelector:\n            matchLabels:\n              {NamespaceLabels.NameLabel}: {PolicyText.Scalar(other.Namespace)}\n{pods}";
    }

    private PortSet DnsPorts() => model.Dns
        .SelectMany(dns => dns.NamedPorts.Where(port => port.Name is "dns" or "dns-tcp"))
        .Aggregate(PortSet.Of(NetworkProtocol.Udp, 53, 53).Union(PortSet.Of(NetworkProtocol.Tcp, 53, 53)), (all, port) => all.Union(PortSet.Of(port.Protocol, port.Port, port.Port)));

    /// <summary>The labels the controller itself selects its pods by, or the pod's own; none that changes with a revision.</summary>
    private static List<KeyValuePair<string, string>> SelectorOf(NetworkWorkload workload)
    {
        Dictionary<string, string> chosen = workload.Source?.Resource.Spec["selector"]["matchLabels"].Entries
            .Where(label => workload.Labels.GetValueOrDefault(label.Name) == label.Text)
            .ToDictionary(label => label.Name, label => label.Text ?? "", StringComparer.Ordinal) ?? [];
        IEnumerable<KeyValuePair<string, string>> labels = chosen.Count > 0 ? chosen : workload.Labels;
        return [.. labels.Where(label => !ControllerLabels.IsVolatile(label.Key)).OrderBy(label => label.Key, StringComparer.Ordinal)];
    }
}
