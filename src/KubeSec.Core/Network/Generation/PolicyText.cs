using System.Globalization;
using System.Text;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>One peer of a generated rule, as YAML lines; equal for equal peers.</summary>
internal sealed record GeneratedPeer(string Yaml, string Comment);

/// <summary>One generated rule: peers that share their ports. No peer at all means anyone.</summary>
internal sealed record GeneratedRule(IReadOnlyList<GeneratedPeer> Peers, PortSet Ports);

/// <summary>Writes NetworkPolicy YAML the way a person would.</summary>
internal static class PolicyText
{
    public static string DefaultDeny(string ns) => $"""
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata:
          name: default-deny
          namespace: {Scalar(ns)}
        spec:
          podSelector: {"{}"}
          policyTypes:
            - Ingress
            - Egress

        """;

    /// <param name="ns">The policy's namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="labels">The labels of the pods it selects.</param>
    /// <param name="ingress">What may enter; null leaves ingress to other policies.</param>
    /// <param name="egress">Where the pods may go.</param>
    public static string Policy(string ns, string name, IReadOnlyList<KeyValuePair<string, string>> labels, IReadOnlyList<GeneratedRule>? ingress, IReadOnlyList<GeneratedRule> egress)
    {
        var text = new StringBuilder($"""
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: {Scalar(name)}
              namespace: {Scalar(ns)}
            spec:
              podSelector:

            """);
        text.Append(Labels(labels, "    ")).Append(ingress is null ? "  policyTypes:\n    - Egress\n" : "  policyTypes:\n    - Ingress\n    - Egress\n");
        Rules(text, "ingress", "from", ingress ?? []);
        Rules(text, "egress", "to", egress);
        return text.ToString();
    }

    /// <summary>A selector of plain labels.</summary>
    public static string Labels(IReadOnlyList<KeyValuePair<string, string>> labels, string indent)
    {
        var text = new StringBuilder(indent).Append("matchLabels:\n");
        foreach ((string key, string value) in labels)
        {
            text.Append(indent).Append("  ").Append(Scalar(key)).Append(": ").Append(Scalar(value)).Append('\n');
        }

        return text.ToString();
    }

    private static void Rules(StringBuilder text, string list, string way, IReadOnlyList<GeneratedRule> rules)
    {
        if (rules.Count == 0)
        {
            return;
        }

        text.Append("  ").Append(list).Append(":\n");
        foreach (GeneratedRule rule in rules)
        {
            // A rule for anyone on any port is the one that has no field at all.
            string start = "    - ";
            if (rule.Peers.Count == 0 && rule.Ports.IsAll)
            {
                text.Append("    - {}\n");
                continue;
            }

            if (rule.Peers.Count > 0)
            {
                text.Append(start).Append(way).Append(":\n");
                start = "      ";
                foreach (GeneratedPeer peer in rule.Peers)
                {
                    text.Append(peer.Comment.Length > 0 ? $"        # {peer.Comment}\n" : "").Append(peer.Yaml);
                }
            }

            if (!rule.Ports.IsAll)
            {
                text.Append(start).Append("ports:\n");
                Ports(text, rule.Ports);
            }
        }
    }

    private static void Ports(StringBuilder text, PortSet ports)
    {
        foreach (NetworkProtocol protocol in new[] { NetworkProtocol.Tcp, NetworkProtocol.Udp, NetworkProtocol.Sctp })
        {
            foreach (PortRange range in ports.Ranges(protocol))
            {
                text.Append("        - protocol: ").Append(protocol.Name()).Append('\n');
                if (range != new PortRange(1, 65535))
                {
                    text.Append(CultureInfo.InvariantCulture, $"          port: {range.First}\n");
                    text.Append(range.Last > range.First ? string.Create(CultureInfo.InvariantCulture, $"          endPort: {range.Last}\n") : "");
                }
            }
        }
    }

    /// <summary>A plain scalar where every reader takes it for the same text, quoted otherwise.</summary>
    public static string Scalar(string text)
    {
        bool plain = text.Length > 0
            && char.IsAsciiLetter(text[0])
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
            && ScalarTyping.TypeOf(text) == ScalarType.String;
        return plain ? text : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}
