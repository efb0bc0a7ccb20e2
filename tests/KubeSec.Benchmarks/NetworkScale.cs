using System.Diagnostics;
using System.Globalization;
using System.Text;
using KubeSec.Manifests;
using KubeSec.Network;

namespace KubeSec.Benchmarks;

/// <summary>
/// The engine alone, manifests already read, every pair decided, in the first call of a process: <c>network PODS</c>.
/// <c>network PODS FILE</c> writes the manifests down instead, for commands that are measured as whole processes.
/// Bounds on two cores: 1,000 pods × 100 policies in 150 ms; 10,000 × 1,000 in 2.0 s and 300 MB; 50,000 × 5,000 in 15 s and 1.5 GB.
/// Memory is what the engine allocates and keeps on top of the manifests.
/// </summary>
internal static class NetworkScale
{
    public static void Run(int pods)
    {
        Resource[] resources = [.. new ManifestReader().Read("cluster.yaml", new StringReader(Write(pods))).SelectMany(document => document.Resources)];
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        TimeSpan processor = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var analyzer = new NetworkAnalyzer(resources);
        long blocks = 0;
        long pairs = 0;
        foreach (ConnectionBlock block in analyzer.Engine.Blocks())
        {
            blocks++;
            pairs += (long)block.Sources.Count * block.Destinations.Count;
        }

        clock.Stop();
        processor = Process.GetCurrentProcess().TotalProcessorTime - processor;
        long peak = Process.GetCurrentProcess().PeakWorkingSet64;
        long kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{pods} pods x {pods / 10} policies: {clock.Elapsed.TotalMilliseconds:0} ms, processor {processor.TotalMilliseconds:0} ms, engine keeps {kept / 1048576.0:0} MB, process peak {peak / 1048576.0:0} MB with manifests; {analyzer.Engine.Index.Classes.Count} classes, {blocks} blocks, {pairs} pairs not denied"));
        GC.KeepAlive(analyzer);
    }

    /// <summary>Pods with labels of their own, spread over a namespace per fifty; a policy for every ten of them.</summary>
    public static string Write(int pods)
    {
        var text = new StringBuilder();
        for (int i = 0; i < pods; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"---\n{{apiVersion: v1, kind: Pod, metadata: {{name: p{i}, namespace: n{i / 50}, labels: {{app: a{i % 50 / 5}, tier: t{i % 3}, id: i{i}}}}}, spec: {{containers: [{{name: c, image: x, ports: [{{name: http, containerPort: {8000 + (i % 7)}}}]}}]}}}}\n");
        }

        for (int i = 0; i < pods / 10; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"---\n{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: q{i}, namespace: n{i / 5}}}, spec: {{podSelector: {{matchLabels: {{app: a{i % 10}}}}}, policyTypes: [Ingress, Egress], ingress: [{{from: [{{podSelector: {{matchLabels: {{tier: t{i % 3}}}}}}}], ports: [{{port: http}}]}}, {{from: [{{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: n{i * 7 % Math.Max(1, pods / 50)}}}}}, podSelector: {{matchLabels: {{id: i{i * 13 % pods}}}}}}}], ports: [{{port: {5000 + (i % 20)}}}]}}], egress: [{{to: [{{ipBlock: {{cidr: 10.{i % 250}.{i / 250}.0/24}}}}]}}, {{to: [{{namespaceSelector: {{}}}}], ports: [{{port: 53, protocol: UDP}}]}}]}}}}\n");
        }

        return text.ToString();
    }
}
