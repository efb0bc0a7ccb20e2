using KubeSec.Network;

namespace KubeSec.Core.Tests.Network;

public sealed class QuestionTests
{
    private static readonly string[] Chain =
    [
        Cluster.Deployment("a", "web"),
        Cluster.Deployment("a", "api"),
        Cluster.Deployment("a", "db"),
        Cluster.Policy("a", "deny", "{podSelector: {}, policyTypes: [Ingress, Egress]}"),
        Cluster.Policy("a", "web", "{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 8080}]}]}"),
        Cluster.Policy("a", "api", "{podSelector: {matchLabels: {app: api}}, policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}], egress: [{to: [{podSelector: {matchLabels: {app: db}}}]}]}"),
        Cluster.Policy("a", "db", "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 5432}]}]}"),
    ];

    [Fact]
    public void The_blast_radius_goes_on_through_every_workload_reached()
    {
        ReachReport reach = Cluster.Of(Chain).Reach("web");
        Assert.Equal(
            ["1 a/api[Deployment] TCP 8080", "2 a/db[Deployment] TCP 5432"],
            reach.Reached.Select(step => $"{step.Steps} {step.Name} {step.Ports}"));
        Assert.Empty(reach.Outside);
        Assert.Empty(Cluster.Of(Chain).Reach("db").Reached);
        Assert.Equal(2, Cluster.Of(Chain).Reach("web", "db").Reached.Count);
    }

    [Fact]
    public void A_denied_connection_names_the_policies_that_isolate_and_where_they_stand()
    {
        Explanation answer = Cluster.Of(Chain).Explain("a/web", "db", 5432);
        Assert.Equal(ConnectionVerdict.Denied, answer.Verdict);
        Assert.Equal(["NetworkPolicy a/db", "NetworkPolicy a/deny"], answer.Decisions[1].By.Select(rule => rule.Policy));
        Assert.Equal("6.yaml:4:18", answer.Decisions[1].By[0].Span.ToString());
        Assert.NotEmpty(answer.Changes);
    }

    [Fact]
    public void An_admin_tier_is_asked_first_and_pass_hands_on()
    {
        const string Admin = """
            ---
            apiVersion: policy.networking.k8s.io/v1alpha1
            kind: AdminNetworkPolicy
            metadata: {name: admin}
            spec:
              priority: 10
              subject: {namespaces: {}}
              ingress:
              - {name: pass, action: Pass, from: [{namespaces: {}}], ports: [{portNumber: {protocol: TCP, port: 8080}}]}
              - {name: deny, action: Deny, from: [{namespaces: {}}]}
            """;
        NetworkAnalyzer analyzer = Cluster.Of([.. Chain, Admin]);
        Assert.Equal(ConnectionVerdict.Allowed, analyzer.Explain("web", "api", 8080).Verdict);
        DirectionDecision denied = analyzer.Explain("api", "db", 5432).Decisions[1];
        Assert.Equal((PolicyLayer.Admin, "spec.ingress[1]"), (denied.Layer, denied.By[0].Rule));
        Assert.Equal("spec.ingress[1] (deny) of AdminNetworkPolicy admin denies it", denied.Because);
        DirectionDecision allowed = analyzer.Explain("web", "api", 8080).Decisions[1];
        Assert.Equal("spec.ingress[0] (pass) of AdminNetworkPolicy admin", Assert.Single(allowed.PassedBy).ToString());
        Assert.EndsWith("allows it, after spec.ingress[0] (pass) of AdminNetworkPolicy admin passed it on", allowed.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void The_name_of_a_rule_cannot_forge_a_line()
    {
        const string Policy = "---\napiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: p}\nspec: {priority: 1, subject: {namespaces: {}}, ingress: [{name: \"a\\nb\", action: Deny, from: [{namespaces: {}}]}]}";
        Assert.Equal("a\uFFFDb", Cluster.Of([.. Chain, Policy]).Explain("web", "db", 80).Decisions[1].By[0].Name);
    }

    [Fact]
    public void A_name_that_means_several_workloads_is_refused_with_all_of_them()
    {
        NetworkAnalyzer analyzer = Cluster.Of(Cluster.Deployment("a", "web"), Cluster.Deployment("b", "web"));
        Assert.Equal(["a/web[Deployment]", "b/web[Deployment]"], analyzer.Find("web"));
        Assert.Contains("b/web[Deployment]", Assert.Throws<ArgumentException>(() => analyzer.Reach("web")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Exposure_speaks_of_pods_that_are_not_in_the_input()
    {
        ExposureReport report = Cluster.Of(
            Cluster.Deployment("hello", "a"),
            Cluster.Deployment("hello", "b"),
            Cluster.Policy("hello", "p", """
                {podSelector: {matchLabels: {app: a}}, ingress: [
                  {from: [{namespaceSelector: {matchLabels: {effect: none}}}], ports: [{port: 8050}]},
                  {from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: back}}}], ports: [{port: 1}]},
                  {from: [{podSelector: {matchLabels: {app: b}}}], ports: [{port: 2}]},
                  {from: [{namespaceSelector: {}}], ports: [{port: 80}]}]}
                """)).Exposure();
        WorkloadExposure ingress = report.Workloads.Single(workload => workload is { Workload: "hello/a[Deployment]", Direction: TrafficDirection.Ingress });
        Assert.Equal(
            ["entire-cluster : TCP 80", "[namespace with {effect=none}]/[all pods] : TCP 80,8050", "back/[all pods] : TCP 1,80"],
            ingress.Peers.Select(peer => $"{peer.Name} : {peer.Ports}"));
        Assert.False(report.Workloads.Single(workload => workload is { Workload: "hello/a[Deployment]", Direction: TrafficDirection.Egress }).IsProtected);
    }

    [Fact]
    public void A_diff_tells_opened_from_closed_and_cuts_ranges_where_either_side_changes()
    {
        string web = Cluster.Deployment("a", "web");
        ConnectivityDiff diff = NetworkAnalyzer.Diff(
            Cluster.Of(web, Cluster.Policy("a", "p", "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: 80}]}]}")),
            Cluster.Of(web, Cluster.Policy("a", "p", "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/9}}], ports: [{port: 80}, {port: 443}]}]}")));
        Assert.Equal(
            ["Changed 10.0.0.0-10.127.255.255 +TCP 443 -No Connections", "Removed 10.128.0.0-10.255.255.255 +No Connections -TCP 80"],
            diff.Changes.Select(change => $"{change.Kind} {change.Destination} +{change.Opened} -{change.Closed}"));
    }

    [Fact]
    public void A_peer_shut_out_of_the_entire_cluster_is_named_in_the_exposure()
    {
        WorkloadExposure exposure = Cluster.Of(
            Cluster.Deployment("a", "web"),
            "---\napiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: p}\nspec: {priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to: [{pods: {podSelector: {matchLabels: {role: monitoring}}}}]}]}")
            .Exposure().Workloads.Single(workload => workload.Direction == TrafficDirection.Egress);
        ExposedPeer shut = Assert.Single(exposure.Peers, peer => peer.Name == "[all namespaces]/[pod with {role=monitoring}]");
        Assert.True(shut.Ports.IsEmpty && shut.Unknown.IsEmpty);
    }

    [Theory]
    [InlineData("{namespaceSelector: {matchLabels: {team: one}}, podSelector: {matchLabels: {app: web}}}", 0)]
    [InlineData("{namespaceSelector: {matchLabels: {team: one}}, podSelector: {matchExpressions: [{key: app, operator: In, values: [web]}]}}", 1)]
    [InlineData("{namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}", 1)]
    public void A_rule_that_speaks_of_a_workload_of_the_input_exposes_nothing_to_pods_to_come(string peer, int exposed)
    {
        NetworkAnalyzer analyzer = Cluster.Of(
            Cluster.Namespace("a", "{team: one}"), Cluster.Deployment("a", "web"), Cluster.Deployment("a", "db"),
            Cluster.Policy("a", "p", $"{{podSelector: {{matchLabels: {{app: db}}}}, ingress: [{{from: [{peer}]}}]}}"));
        Assert.Equal(exposed, analyzer.Exposure().Workloads.Single(one => one.Workload == "a/db[Deployment]" && one.Direction == TrafficDirection.Ingress).Peers.Count);
    }

    [Fact]
    public void Ports_by_name_are_exposed_by_name_to_pods_to_come()
    {
        ExposedPeer peer = Assert.Single(Cluster.Of(
            Cluster.Deployment("a", "web"),
            Cluster.Policy("a", "p", "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}], ports: [{port: http}, {port: dns, protocol: UDP}]}]}"))
            .Exposure().Workloads.Single(workload => workload.Direction == TrafficDirection.Egress).Peers);
        Assert.Equal(["TCP http", "UDP dns"], peer.NamedPorts);
    }

    [Fact]
    public void A_table_longer_than_asked_for_counts_what_it_leaves_out()
    {
        NetworkAnalyzer analyzer = Cluster.Of([.. Enumerable.Range(0, 6).Select(number => Cluster.Deployment("a", $"w{number}"))]);
        ConnectivityTable cut = analyzer.Table(10);
        Assert.Equal(10, cut.Connections.Count);
        Assert.Equal(analyzer.Table().Connections.Count - 10, cut.Omitted);
        Assert.Contains("Left out", NetworkReport.Write(cut, NetworkFormat.Text, []), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NetworkFormat.Text)]
    [InlineData(NetworkFormat.Markdown)]
    public void An_answer_without_lines_says_so(NetworkFormat format)
    {
        NetworkAnalyzer shut = Cluster.Of(Cluster.Deployment("a", "web"), Cluster.Policy("a", "p", "{podSelector: {}, policyTypes: [Ingress, Egress]}"));
        Assert.Contains("No connection changes", NetworkReport.Write(NetworkAnalyzer.Diff(shut, shut), format, []), StringComparison.Ordinal);
        Assert.Contains("No connection is allowed", NetworkReport.Write(shut.Table(), format, []), StringComparison.Ordinal);
    }
}
