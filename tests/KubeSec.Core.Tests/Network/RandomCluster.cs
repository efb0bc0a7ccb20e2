using System.Globalization;
using System.Text;
using CsCheck;

namespace KubeSec.Core.Tests.Network;

/// <summary>Small clusters with every construct of the policy APIs, drawn at random.</summary>
internal static class RandomCluster
{
    private static readonly Gen<string> Value = Gen.OneOf("a", "b", "c");
    private static readonly Gen<string> Key = Gen.OneOf("app", "tier");
    private static readonly Gen<string> Port = Gen.OneOf("1", "53", "80", "81", "8080", "65535");
    private static readonly Gen<string> Block = Gen.OneOf(
        "{cidr: 0.0.0.0/0}", "{cidr: 10.0.0.0/8}", "{cidr: 10.0.0.0/8, except: [10.1.0.0/16, 10.2.0.0/16]}",
        "{cidr: '::/0'}", "{cidr: 'fd00::/8', except: ['fd00:1::/32']}", "{cidr: 203.0.113.7/32}");

    private static readonly Gen<string> Demand = Gen.Select(Key, Gen.OneOf("In", "NotIn", "Exists", "DoesNotExist"), Value, Value)
        .Select((key, operation, one, two) => operation is "In" or "NotIn"
            ? $"{{key: {key}, operator: {operation}, values: [{one}, {two}]}}"
            : $"{{key: {key}, operator: {operation}}}");

    private static readonly Gen<string> Selector = Gen.OneOf(
        Gen.Const("{}"),
        Gen.Select(Key, Value).Select((key, value) => $"{{matchLabels: {{{key}: {value}}}}}"),
        Demand.Select(demand => $"{{matchExpressions: [{demand}]}}"),
        Gen.Select(Key, Value, Demand).Select((key, value, demand) => $"{{matchLabels: {{{key}: {value}}}, matchExpressions: [{demand}]}}"));

    private static readonly Gen<string> NamespaceSelector = Gen.OneOf(
        Selector, Gen.OneOf("{matchLabels: {kubernetes.io/metadata.name: n1}}", "{matchLabels: {kubernetes.io/metadata.name: n2}}"));

    private static readonly Gen<string> Peer = Gen.OneOf(
        Selector.Select(pods => $"{{podSelector: {pods}}}"),
        NamespaceSelector.Select(namespaces => $"{{namespaceSelector: {namespaces}}}"),
        Gen.Select(Selector, NamespaceSelector).Select((pods, namespaces) => $"{{podSelector: {pods}, namespaceSelector: {namespaces}}}"),
        Block.Select(block => $"{{ipBlock: {block}}}"));

    private static readonly Gen<string> Protocol = Gen.OneOf("TCP", "UDP", "SCTP");

    private static readonly Gen<string> PolicyPort = Gen.OneOf(
        Port.Select(port => $"{{port: {port}}}"),
        Protocol.Select(protocol => $"{{protocol: {protocol}}}"),
        Gen.Select(Protocol, Port).Select((protocol, port) => $"{{protocol: {protocol}, port: {port}}}"),
        Gen.Const("{port: 80, endPort: 8080}"),
        Gen.Const("{port: http}"),
        Gen.Const("{protocol: UDP, port: dns}"));

    private static readonly Gen<string> ClusterPort = Gen.OneOf(
        Gen.Select(Protocol, Port).Select((protocol, port) => $"{{{protocol.ToLowerInvariant()}: {{destinationPort: {{number: {port}}}}}}}"),
        Gen.Const("{tcp: {destinationPort: {range: {start: 80, end: 8080}}}}"),
        Gen.Const("{destinationNamedPort: http}"));

    private static readonly Gen<string> Workload = Gen.Select(Gen.OneOf("n1", "n2", "n3"), Gen.OneOf(Value, Gen.Const("")), Gen.OneOf(Value, Gen.Const("")), Gen.Int[0, 2])
        .Select((ns, app, tier, ports) => ns + "|" + app + "|" + tier + "|" + ports.ToString(CultureInfo.InvariantCulture));

    /// <summary>Documents of one cluster: namespaces, pods, policies, in this order.</summary>
    public static Gen<string[]> Draw(bool withClusterPolicies, bool withNamedPorts) => Gen.Select(
        Workload.Array[2, 6],
        NamespacePolicy(withNamedPorts).Array[0, 4],
        withClusterPolicies ? ClusterPolicy(withNamedPorts).Array[0, 3] : Gen.Const(Array.Empty<string>()))
        .Select((workloads, policies, cluster) => (string[])
        [
            Cluster.Namespace("n1", "{app: a}"),
            Cluster.Namespace("n2", "{tier: b}"),
            .. workloads.Select(Pod),
            .. policies.Select((policy, number) => policy.Replace("NAME", $"p{number}", StringComparison.Ordinal)),
            .. cluster.Select((policy, number) => policy.Replace("NAME", $"c{number}", StringComparison.Ordinal)),
        ]);

    private static Gen<string> Rules(string way, bool withNamedPorts)
    {
        Gen<string> ports = withNamedPorts ? PolicyPort : PolicyPort.Where(port => !port.Contains("http", StringComparison.Ordinal) && !port.Contains("dns", StringComparison.Ordinal));
        Gen<string> rule = Gen.Select(Peer.Array[0, 2], ports.Array[0, 2])
            .Select((peers, chosen) => $"{{{way}: [{string.Join(", ", peers)}], ports: [{string.Join(", ", chosen)}]}}");
        return rule.Array[0, 2].Select(rules => $"[{string.Join(", ", rules)}]");
    }

    private static Gen<string> NamespacePolicy(bool withNamedPorts) => Gen.Select(
        Gen.OneOf("n1", "n2", "n3"), Selector, Rules("from", withNamedPorts), Rules("to", withNamedPorts),
        Gen.OneOf("", "policyTypes: [Ingress], ", "policyTypes: [Egress], ", "policyTypes: [Ingress, Egress], "))
        .Select((ns, pods, ingress, egress, types) => Cluster.Policy(ns, "NAME", $"{{podSelector: {pods}, {types}ingress: {ingress}, egress: {egress}}}"));

    private static Gen<string> ClusterPolicy(bool withNamedPorts)
    {
        Gen<string> subject = Gen.OneOf(
            NamespaceSelector.Select(namespaces => $"{{namespaces: {namespaces}}}"),
            Gen.Select(Selector, NamespaceSelector).Select((pods, namespaces) => $"{{pods: {{podSelector: {pods}, namespaceSelector: {namespaces}}}}}"));
        Gen<string> ports = (withNamedPorts ? ClusterPort : ClusterPort.Where(port => !port.Contains("Named", StringComparison.Ordinal)))
            .Array[0, 2].Select(chosen => chosen.Length == 0 ? "" : $", protocols: [{string.Join(", ", chosen)}]");
        Gen<string> action = Gen.OneOf("Accept", "Deny", "Pass");
        Gen<string> from = Gen.Select(action, subject.Array[1, 2], ports).Select((act, peers, chosen) => $"{{action: {act}, from: [{string.Join(", ", peers)}]{chosen}}}");
        Gen<string> network = Gen.OneOf("{networks: [0.0.0.0/0]}", "{networks: [203.0.113.0/24]}", "{networks: ['2001:db8::/32']}");
        Gen<string> to = Gen.OneOf(
            Gen.Select(action, subject.Array[1, 2], ports).Select((act, peers, chosen) => $"{{action: {act}, to: [{string.Join(", ", peers)}]{chosen}}}"),
            Gen.Select(action, network).Select((act, peer) => $"{{action: {act}, to: [{peer}]}}"));
        return Gen.Select(Gen.OneOf("Admin", "Baseline"), Gen.Int[0, 1000], subject, from.Array[0, 2], to.Array[0, 2])
            .Select((tier, priority, chosen, ingress, egress) => new StringBuilder("---\napiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {name: NAME}\n")
                .Append(CultureInfo.InvariantCulture, $"spec: {{tier: {tier}, priority: {priority}, subject: {chosen}, ")
                .Append(CultureInfo.InvariantCulture, $"ingress: [{string.Join(", ", ingress)}], egress: [{string.Join(", ", egress)}]}}").ToString());
    }

    private static string Pod(string drawn, int number)
    {
        string[] parts = drawn.Split('|');
        string labels = string.Join(", ", new[] { ("app", parts[1]), ("tier", parts[2]) }.Where(label => label.Item2.Length > 0).Select(label => $"{label.Item1}: {label.Item2}"));
        string ports = parts[3] switch
        {
            "1" => "[{name: http, containerPort: 8080}]",
            "2" => "[{name: http, containerPort: 80}, {name: dns, containerPort: 53, protocol: UDP}]",
            _ => "[]",
        };
        return $$"""
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: w{{number}}, namespace: {{parts[0]}}, labels: { {{labels}} } }
            spec: {containers: [{name: main, image: x, ports: {{ports}} }]}
            """;
    }
}
