using CsCheck;
using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Core.Tests.Network;

/// <summary>What generated policies allow, for any list of what is to be allowed: that, DNS, and nothing else.</summary>
public sealed class GeneratedExactlyTests
{
    private static readonly string[] Names = ["a/web", "a/api", "b/db", "b/queue"];

    private static readonly string[] Workloads = [.. Names.Select(name => Cluster.Deployment(name.Split('/')[0], name.Split('/')[1]))];

    private static readonly string Dns = Cluster.Deployment("kube-system", "coredns").Replace("labels: {app: coredns }", "labels: {app: coredns, k8s-app: kube-dns}", StringComparison.Ordinal);

    private static readonly Gen<NetworkAssertion> Asserted = Gen.Select(Gen.Int[0, 3].Select(number => Names[number]), Gen.Int[0, 3].Select(number => Names[number]), Gen.Int[0, 3].Select(number => new[] { 53, 80, 8080, 65535 }[number]), Gen.Int[0, 2].Select(number => (NetworkProtocol)number))
        .Select((from, to, port, protocol) => new NetworkAssertion(AssertionKind.Allow, from, to) { Port = port, Protocol = protocol, Span = SourceSpan.StartOf("kubesec.yaml") });

    [Fact]
    public void What_is_asserted_is_allowed_and_nothing_else_between_workloads_or_outside() => Asserted.Array[0, 8].Sample(
        assertions =>
        {
            string yaml = Cluster.Of(Workloads).Generate(new GenerateOptions { FromManifests = false, Assertions = assertions }).Yaml;
            NetworkAnalyzer after = Cluster.Of([.. Workloads, yaml]);
            Assert.Empty(after.Diagnostics);
            Assert.Empty(after.Table().Unknown);
            string[] wanted =
            [
                .. assertions.Where(one => one.From != one.To).GroupBy(one => (one.From, one.To))
                    .Select(pair => $"{pair.Key.From}[Deployment] => {pair.Key.To}[Deployment] : {pair.Aggregate(PortSet.None, (all, one) => all.Union(PortSet.Of(one.Protocol, one.Port!.Value, one.Port.Value)))}")
                    .Order(StringComparer.Ordinal),
            ];
            Assert.Equal(wanted, after.Table().Connections.Select(line => $"{line.Source} => {line.Destination} : {line.Ports}"));
        },
        iter: 60);

    [Fact]
    public void Who_goes_out_may_ask_the_dns_pods_on_both_protocols_and_no_other_port_of_theirs()
    {
        NetworkAssertion[] assertions = [new(AssertionKind.Allow, "a/web", "b/db") { Port = 5432, Span = SourceSpan.StartOf("kubesec.yaml") }];
        string[] all = [.. Workloads, Dns];
        NetworkAnalyzer after = Cluster.Of([.. all, Cluster.Of(all).Generate(new GenerateOptions { FromManifests = false, Assertions = assertions }).Yaml]);
        Assert.Equal("TCP 53,UDP 53", after.Table().Ports("a/web[Deployment]", "kube-system/coredns[Deployment]").ToString());
        Assert.True(after.Table().Ports("a/api[Deployment]", "kube-system/coredns[Deployment]").IsEmpty);
    }

    [Fact]
    public void Any_order_of_the_input_gives_the_same_bytes() => Asserted.Array[0, 8].Sample(
        assertions => Cluster.Of(Workloads).Generate(new GenerateOptions { Assertions = assertions }).Yaml
            == Cluster.Of([.. Workloads.Reverse()]).Generate(new GenerateOptions { Assertions = [.. assertions.Reverse()] }).Yaml,
        iter: 40);
}
