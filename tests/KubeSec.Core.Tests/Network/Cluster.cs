using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Network;
using KubeSec.Rules;

namespace KubeSec.Core.Tests.Network;

/// <summary>Short ways to write clusters and to ask about them.</summary>
internal static class Cluster
{
    public static NetworkAnalyzer Of(params string[] documents) => new(Read(documents));

    public static IReadOnlyList<Resource> Read(params string[] documents) =>
    [
        .. documents.SelectMany((text, number) => new ManifestReader().Read($"{number}.yaml", new StringReader(text)))
            .SelectMany(document => document.Resources),
    ];

    /// <summary>What the catalogue's rules about networks find.</summary>
    public static IReadOnlyList<Finding> Lint(params string[] documents) => Lint([], documents);

    /// <summary>The same, held against assertions.</summary>
    public static IReadOnlyList<Finding> Lint(IReadOnlyList<NetworkAssertion> assertions, params string[] documents) =>
    [
        .. new ManifestLinter(new LintOptions { NetworkAssertions = assertions })
            .Lint(documents.SelectMany((text, number) => new ManifestReader().Read($"{number}.yaml", new StringReader(text))))
            .Where(finding => finding.Rule.Category == RuleCategory.Network),
    ];

    /// <summary>A Deployment whose pods carry one label.</summary>
    public static string Deployment(string ns, string name, string ports = "[{name: http, containerPort: 8080}]", string pod = "") => $$"""
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{name}}, namespace: {{ns}} }
        spec:
          selector: {matchLabels: {app: {{name}} } }
          template:
            metadata: {labels: {app: {{name}} } }
            spec:
              {{(pod.Length > 0 ? pod : "restartPolicy: Always")}}
              containers: [{name: main, image: x, ports: {{ports}}}]
        """;

    public static string Policy(string ns, string name, string spec) => $$"""
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: {{name}}, namespace: {{ns}} }
        spec: {{spec}}
        """;

    public static string Namespace(string name, string labels) => $$"""
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: {{name}}, labels: {{labels}} }
        """;

    /// <summary>IPv4 lines of the table as <c>a => b : ports</c>.</summary>
    public static string[] Lines(this NetworkAnalyzer analyzer) =>
    [
        .. analyzer.Table().Connections
            .Where(line => !line.Source.Contains(':', StringComparison.Ordinal) && !line.Destination.Contains(':', StringComparison.Ordinal))
            .Select(line => $"{line.Source} => {line.Destination} : {line.Ports}"),
    ];

    public static PortSet Ports(this ConnectivityTable table, string source, string destination) =>
        table.Connections.SingleOrDefault(line => line.Source == source && line.Destination == destination)?.Ports ?? PortSet.None;
}
