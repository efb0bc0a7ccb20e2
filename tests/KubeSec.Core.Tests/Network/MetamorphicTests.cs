using CsCheck;
using KubeSec.Manifests;
using KubeSec.Network;

namespace KubeSec.Core.Tests.Network;

/// <summary>Changes of the text that change nothing, and changes that must.</summary>
public sealed class MetamorphicTests
{
    private static readonly Gen<string[]> Drawn = RandomCluster.Draw(withClusterPolicies: true, withNamedPorts: true);

    [Fact]
    public void The_order_of_the_input_changes_nothing() => Drawn.Sample(
        documents =>
        {
            Resource[] resources = [.. Cluster.Read(documents)];
            string forwards = NetworkReport.Write(new NetworkAnalyzer(resources).Table(), NetworkFormat.Json, []);
            string backwards = NetworkReport.Write(new NetworkAnalyzer(resources.Reverse()).Table(), NetworkFormat.Json, []);
            return forwards == backwards;
        },
        iter: 60);

    [Fact]
    public void Nothing_differs_from_itself() => Drawn.Sample(
        documents => NetworkAnalyzer.Diff(Cluster.Of(documents), Cluster.Of([.. documents.Reverse()])).Changes.Count == 0,
        iter: 60);

    [Fact]
    public void Removing_every_rule_that_is_named_as_deciding_changes_an_allowed_verdict()
    {
        string[] documents =
        [
            Cluster.Deployment("a", "web"),
            Cluster.Deployment("a", "db"),
            Cluster.Policy("a", "one", "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {}}], ports: [{port: 80}]}]}"),
            Cluster.Policy("a", "two", "{podSelector: {matchLabels: {app: db}}, ingress: [{ports: [{port: 81}]}, {ports: [{port: 80}]}]}"),
        ];
        DirectionDecision decision = Cluster.Of(documents).Explain("web", "db", 80).Decisions[1];
        Assert.Equal(["spec.ingress[0] of NetworkPolicy a/one", "spec.ingress[1] of NetworkPolicy a/two"], decision.By.Select(rule => $"{rule.Rule} of {rule.Policy}"));
        documents[2] = Cluster.Policy("a", "one", "{podSelector: {matchLabels: {app: db}}, ingress: []}");
        documents[3] = Cluster.Policy("a", "two", "{podSelector: {matchLabels: {app: db}}, ingress: [{ports: [{port: 81}]}]}");
        Assert.Equal(ConnectionVerdict.Denied, Cluster.Of(documents).Explain("web", "db", 80).Verdict);
    }

    [Fact]
    public void A_halved_block_and_a_split_policy_say_the_same()
    {
        string web = Cluster.Deployment("a", "web");
        string whole = Cluster.Policy("a", "p", "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: 80}, {port: 443}]}]}");
        string halves = Cluster.Policy("a", "p", "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/9}}, {ipBlock: {cidr: 10.128.0.0/9}}], ports: [{port: 80}]}]}");
        string rest = Cluster.Policy("a", "q", "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: 443}]}]}");
        Assert.Empty(NetworkAnalyzer.Diff(Cluster.Of(web, whole), Cluster.Of(web, halves, rest)).Changes);
    }

    [Fact]
    public void Explanations_agree_with_the_table() => Drawn.Sample(
        documents =>
        {
            NetworkAnalyzer analyzer = Cluster.Of(documents);
            ConnectivityTable table = analyzer.Table();
            foreach (string source in analyzer.Workloads)
            {
                foreach (string destination in analyzer.Workloads.Where(name => name != source))
                {
                    bool listed = table.Ports(source, destination).Contains(NetworkProtocol.Tcp, 80);
                    bool doubtful = table.Unknown.Any(line => line.Source == source && line.Destination == destination && line.Ports.Contains(NetworkProtocol.Tcp, 80));
                    ConnectionVerdict expected = listed ? ConnectionVerdict.Allowed : doubtful ? ConnectionVerdict.Unknown : ConnectionVerdict.Denied;
                    Assert.Equal(expected, analyzer.Explain(source, destination, 80).Verdict);
                }
            }
        },
        iter: 60);

    [Fact]
    public void Other_names_of_the_pods_change_nothing_but_the_names() => Drawn.Sample(
        documents =>
        {
            string[] renamed = [.. documents.Select(document => document.Replace("{name: w", "{name: zz-w", StringComparison.Ordinal))];
            string table = NetworkReport.Write(Cluster.Of(documents).Table(), NetworkFormat.Json, []);
            return table == NetworkReport.Write(Cluster.Of(renamed).Table(), NetworkFormat.Json, []).Replace("zz-w", "w", StringComparison.Ordinal);
        },
        iter: 60);

    [Fact]
    public void A_rule_added_to_a_network_policy_closes_nothing_that_its_policies_left_open() => Drawn.Sample(
        documents =>
        {
            string[] wider = [.. documents.Select(document => document.Contains("kind: NetworkPolicy", StringComparison.Ordinal)
                ? document.Replace("ingress: [", "ingress: [{from: [{podSelector: {matchLabels: {app: a}}}], ports: [{port: 81}]}, ", StringComparison.Ordinal).Replace("}, ]", "}]", StringComparison.Ordinal)
                : document)];
            return NetworkAnalyzer.Diff(Cluster.Of(documents), Cluster.Of(wider)).Changes.All(change => change.Closed.IsEmpty || change.Closed.Except(change.UnknownAfter).IsEmpty);
        },
        iter: 60);

    [Fact]
    public void Taking_away_the_policies_that_are_named_as_denying_lifts_the_denial_in_their_direction() => Drawn.Sample(
        documents =>
        {
            NetworkAnalyzer analyzer = Cluster.Of(documents);
            foreach (string source in analyzer.Workloads)
            {
                foreach (string destination in analyzer.Workloads.Where(name => name != source))
                {
                    foreach (DirectionDecision denied in analyzer.Explain(source, destination, 80).Decisions.Where(one => one is { Verdict: ConnectionVerdict.Denied, Layer: PolicyLayer.Namespace }))
                    {
                        NetworkAnalyzer without = Cluster.Of([.. documents.Where(document => !denied.By.Any(rule => Declares(document, rule.Policy)))]);
                        DirectionDecision after = without.Explain(source, destination, 80).Decisions.Single(one => one.Direction == denied.Direction);
                        Assert.True(after.Verdict != ConnectionVerdict.Denied || after.Layer == PolicyLayer.Baseline, after.Because);
                    }
                }
            }
        },
        iter: 30);

    private static bool Declares(string document, string policy)
    {
        string[] name = policy.Split(' ')[1].Split('/');
        return document.Contains($"metadata: {{name: {name[1]}, namespace: {name[0]}", StringComparison.Ordinal);
    }
}
