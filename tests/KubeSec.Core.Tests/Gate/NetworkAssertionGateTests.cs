using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Network;

namespace KubeSec.Core.Tests.Gate;

public sealed class NetworkAssertionGateTests
{
    private static readonly string Shop = Network.Cluster.Deployment("shop", "web") + "\n" + Network.Cluster.Deployment("shop", "db");

    [Fact]
    public async Task A_broken_assertion_closes_the_gate_whatever_its_threshold_and_says_which_connection_and_why()
    {
        GateResult result = await Judge(Shop, "network: {deny: [{from: web, to: db}]}");
        Finding broken = Assert.Single(result.Findings, finding => finding.Rule.Name == "network-assertion-broken");
        Assert.Equal(Verdict.Fail, result.Verdict);
        Assert.Equal(("kubesec.yaml", 2), (broken.Span.File, broken.Span.Line));
        Assert.Contains("shop/web[Deployment] => shop/db[Deployment] must be denied and is allowed on All Connections", broken.Message, StringComparison.Ordinal);
        Assert.Contains("no policy decides", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_assertion_that_holds_says_nothing()
    {
        GateResult result = await Judge(Shop + "\n" + Network.Cluster.Policy("shop", "db", "{podSelector: {matchLabels: {app: db}}}"), "network: {deny: [{from: web, to: db}], allow: [{from: db, to: web, port: 8080}]}");
        Assert.Equal(Verdict.Pass, result.Verdict);
    }

    [Theory]
    [InlineData("network: {allow: [{from: web, to: cache}]}", "nothing in the input is called 'cache'")]
    [InlineData("network: {deny: [{from: web, to: 10.0.0.1}]}", "must be denied and is unknown")]
    public async Task An_assertion_that_nobody_can_tell_leaves_the_gate_undecided(string network, string message)
    {
        string strange = "---\napiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: {name: c, namespace: shop}\nspec: {egress: [{action: Log}]}\n";
        GateResult result = await Judge(Shop + "\n" + strange, network);
        Assert.Equal(Verdict.Undecided, result.Verdict);
        Assert.Contains(result.Reasons, reason => reason.Kind == GateReasonKind.Input && reason.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_waiver_for_an_undecided_assertion_lets_the_gate_pass()
    {
        const string Waiver = "network: {allow: [{from: web, to: cache}]}\nwaivers: [{rule: network-assertion-undecided, reason: tested in the cluster, owner: me, expires: 2999-01-01}]";
        Assert.Equal(Verdict.Pass, (await Judge(Shop, Waiver)).Verdict);
    }

    [Theory]
    [InlineData("network: {deny: [{from: web}]}", "say where the connection goes")]
    [InlineData("network: {deny: [{from: web, to: db, port: 70000}]}", "no port number")]
    [InlineData("network: {deny: [{from: web, to: db, protocol: ICMP}]}", "no protocol")]
    [InlineData("network: {podRanges: [10.0.0.0]}", "no CIDR block")]
    [InlineData("network: {denny: []}", "'denny'")]
    public void A_misspelt_assertion_is_refused_with_its_place(string text, string message)
    {
        PolicyReading reading = PolicyFile.Parse(text);
        Assert.Null(reading.Policy);
        Assert.Contains(reading.Problems, problem => problem.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Assertions_are_read_with_ports_and_protocols()
    {
        GatePolicy policy = PolicyFile.Parse("network: {podRanges: [10.244.0.0/16], allow: [{from: shop/*, to: internet, port: 53, protocol: UDP}]}").Policy!;
        NetworkAssertion assertion = Assert.Single(policy.NetworkAssertions);
        Assert.Equal((AssertionKind.Allow, "shop/*", "internet", 53, NetworkProtocol.Udp), (assertion.Kind, assertion.From, assertion.To, assertion.Port, assertion.Protocol));
        Assert.Equal(["10.244.0.0/16"], policy.Network.PodRanges);
    }

    private static async Task<GateResult> Judge(string manifests, string network)
    {
        string folder = Directory.CreateTempSubdirectory("kubesec").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "all.yaml"), manifests);
            await File.WriteAllTextAsync(Path.Combine(folder, "kubesec.yaml"), "failOn: critical\n" + network);
            return await new SecurityGate(new GateOptions { Paths = ["all.yaml"], WorkingDirectory = folder, Checks = GateChecks.Manifests | GateChecks.Network }).JudgeAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
