using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using KubeSec.Manifests;
using KubeSec.Network;

namespace KubeSec.Benchmarks;

/// <summary>
/// The engine alone, manifests already read, every pair decided: cold (a process's first call) as the numbers of the
/// issue demand. Bounds: 1,000 × 100 in 150 ms; 10,000 × 1,000 in 2.0 s and 300 MB; 50,000 × 5,000 in 15 s and 1.5 GB.
/// </summary>
[SimpleJob(RunStrategy.ColdStart, launchCount: 3, iterationCount: 1)]
[MemoryDiagnoser]
public class NetworkBenchmarks
{
    private Resource[] resources = [];

    /// <summary>Pods, each with labels of its own, spread over a namespace per fifty.</summary>
    [Params(1_000, 10_000, 50_000)]
    public int Pods { get; set; }

    [GlobalSetup]
    public void ReadManifests()
    {
        var text = new StringBuilder();
        for (int i = 0; i < Pods; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"---\n{{apiVersion: v1, kind: Pod, metadata: {{name: p{i}, namespace: n{i / 50}, labels: {{app: a{i % 50 / 5}, tier: t{i % 3}, id: i{i}}}}}, spec: {{containers: [{{name: c, image: x, ports: [{{name: http, containerPort: {8000 + (i % 7)}}}]}}]}}}}\n");
        }

        for (int i = 0; i < Pods / 10; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"---\n{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: q{i}, namespace: n{i / 5}}}, spec: {{podSelector: {{matchLabels: {{app: a{i % 10}}}}}, policyTypes: [Ingress, Egress], ingress: [{{from: [{{podSelector: {{matchLabels: {{tier: t{i % 3}}}}}}}], ports: [{{port: http}}]}}, {{from: [{{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: n{i * 7 % Math.Max(1, Pods / 50)}}}}}, podSelector: {{matchLabels: {{id: i{i * 13 % Pods}}}}}}}], ports: [{{port: {5000 + (i % 20)}}}]}}], egress: [{{to: [{{ipBlock: {{cidr: 10.{i % 250}.{i / 250}.0/24}}}}]}}, {{to: [{{namespaceSelector: {{}}}}], ports: [{{port: 53, protocol: UDP}}]}}]}}}}\n");
        }

        resources = [.. new ManifestReader().Read("cluster.yaml", new StringReader(text.ToString())).SelectMany(document => document.Resources)];
    }

    [Benchmark]
    public long DecideEveryPair()
    {
        var analyzer = new NetworkAnalyzer(resources);
        return analyzer.Engine.Blocks().LongCount();
    }
}
