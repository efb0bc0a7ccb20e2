using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Core.Tests.Network;

/// <summary>Each breach of the API's own rules is named at its place, and the rest is analysed.</summary>
public sealed class InvalidPolicyTests
{
    [Theory]
    [InlineData("{podSelector: {}, ingress: [{from: [{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}]}]}", "spec.ingress[0].from[0].ipBlock")]
    [InlineData("{podSelector: {}, ingress: [{from: [{}]}]}", "spec.ingress[0].from[0]")]
    [InlineData("{podSelector: {}, ingress: [{ports: [{port: http, endPort: 90}]}]}", "spec.ingress[0].ports[0].endPort")]
    [InlineData("{podSelector: {}, ingress: [{ports: [{endPort: 90}]}]}", "spec.ingress[0].ports[0].endPort")]
    [InlineData("{podSelector: {}, ingress: [{ports: [{port: 90, endPort: 80}]}]}", "spec.ingress[0].ports[0].endPort")]
    [InlineData("{podSelector: {}, ingress: [{ports: [{port: 0}]}]}", "spec.ingress[0].ports[0].port")]
    [InlineData("{podSelector: {}, ingress: [{ports: [{port: 65536}]}]}", "spec.ingress[0].ports[0].port")]
    [InlineData("{podSelector: {}, ingress: [{ports: [{port: '80'}]}]}", "spec.ingress[0].ports[0].port")]
    [InlineData("{podSelector: {}, ingress: [{ports: [{protocol: ICMP}]}]}", "spec.ingress[0].ports[0].protocol")]
    [InlineData("{podSelector: {}, ingress: [{ports: [{protocol: [TCP]}]}]}", "spec.ingress[0].ports[0].protocol")]
    [InlineData("{podSelector: {matchExpressions: [{key: 1, operator: Exists}]}}", "spec.podSelector.matchExpressions[0].key")]
    [InlineData("{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/33}}]}]}", "spec.ingress[0].from[0].ipBlock.cidr")]
    [InlineData("{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]}]}", "spec.ingress[0].from[0].ipBlock.except[0]")]
    [InlineData("{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}]}]}", "spec.ingress[0].from[0].ipBlock.except[0]")]
    [InlineData("{podSelector: {}, policyTypes: [Inbound]}", "spec.policyTypes[0]")]
    [InlineData("{podSelector: {matchExpressions: [{key: a, operator: Is}]}}", "spec.podSelector.matchExpressions[0].operator")]
    [InlineData("{podSelector: {matchExpressions: [{key: a, operator: In}]}}", "spec.podSelector.matchExpressions[0].values")]
    [InlineData("{podSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}", "spec.podSelector.matchExpressions[0].values")]
    [InlineData("{podSelector: {matchLabels: {a b: c}}}", "spec.podSelector.matchLabels[\"a b\"]")]
    [InlineData("{podSelector: {matchLabels: {a: true}}}", "spec.podSelector.matchLabels.a")]
    [InlineData("{podSelector: {}, ingres: []}", "spec.ingres")]
    [InlineData("{podSelector: {}, ingress: {}}", "spec.ingress")]
    [InlineData("{podSelector: {}, ingress: [7]}", "spec.ingress[0]")]
    [InlineData("{podSelector: {}, ingress: [null]}", "spec.ingress[0]")]
    [InlineData("{podSelector: {}, ingress: [{ports: [80]}]}", "spec.ingress[0].ports[0]")]
    [InlineData("{podSelector: {}, ingress: [{from: [web]}]}", "spec.ingress[0].from[0]")]
    [InlineData("{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: [a]}}]}]}", "spec.ingress[0].from[0].podSelector.matchLabels")]
    [InlineData("{podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: {key: a}}}]}]}", "spec.ingress[0].from[0].podSelector.matchExpressions")]
    [InlineData("{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {a: 1}}, ipBlock: {cidr: 10.0.0.0/8}}]}]}", "spec.ingress[0].from[0].podSelector.matchLabels.a")]
    public void A_network_policy_the_api_refuses_is_reported(string spec, string path)
    {
        NetworkAnalyzer analyzer = Cluster.Of(Cluster.Deployment("a", "web"), Cluster.Policy("a", "bad", spec));
        Finding finding = Assert.Single(analyzer.Diagnostics, finding => finding.Path == path);
        Assert.Equal(("KS3010", "1.yaml", "NetworkPolicy a/bad"), (finding.Rule.Code, finding.Span.File, finding.Resource!.ToString()));
        Assert.Equal(["a/web[Deployment]"], analyzer.Table().Workloads);
    }

    [Theory]
    [InlineData("[7]")]
    [InlineData("[{ports: [80]}]")]
    [InlineData("[{from: [web]}]")]
    [InlineData("[{from: [{podSelector: {matchLabels: [a]}}]}]")]
    [InlineData("[{from: [{podSelector: {matchExpressions: {key: a}}}]}]")]
    [InlineData("[{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]}]")]
    public void What_the_api_refuses_opens_nothing(string ingress)
    {
        NetworkAnalyzer analyzer = Cluster.Of(Cluster.Deployment("a", "web"), Cluster.Deployment("a", "db"), Cluster.Policy("a", "bad", $"{{podSelector: {{}}, ingress: {ingress}}}"));
        Assert.True(analyzer.Table().Ports("a/web[Deployment]", "a/db[Deployment]").IsEmpty);
        Assert.DoesNotContain(analyzer.Table().Connections, line => line.Destination == "a/db[Deployment]");
    }

    [Fact]
    public void A_policy_of_a_version_the_api_never_had_is_reported_and_read_as_the_one_it_has()
    {
        NetworkAnalyzer analyzer = Cluster.Of(
            Cluster.Deployment("a", "web"), Cluster.Policy("a", "p", "{podSelector: {}}").Replace("networking.k8s.io/v1", "networking.k8s.io/v2", StringComparison.Ordinal));
        Finding fault = Assert.Single(analyzer.Diagnostics);
        Assert.Equal(("KS3010", "apiVersion"), (fault.Rule.Code, fault.Path));
        Assert.Equal(ConnectionVerdict.Denied, analyzer.Explain("internet", "web", 80).Verdict);
    }

    [Fact]
    public void A_word_that_is_missing_is_called_missing()
    {
        NetworkAnalyzer analyzer = Cluster.Of(ClusterPolicy("p", "tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{from: [{namespaces: {}}]}]"));
        Assert.Equal("spec.ingress[0].action is missing (Accept, Deny, Pass)", Assert.Single(analyzer.Diagnostics).Message);
    }

    [Theory]
    [InlineData("Bad_Name", "metadata.name")]
    [InlineData("''", "metadata.name")]
    public void A_policy_without_a_proper_name_is_reported(string name, string path) =>
        Assert.Single(Cluster.Of(Cluster.Policy("a", name, "{podSelector: {}}")).Diagnostics, finding => finding.Path == path);

    [Theory]
    [InlineData("tier: Top, priority: 1, subject: {namespaces: {}}", "spec.tier")]
    [InlineData("tier: Admin, priority: 1001, subject: {namespaces: {}}", "spec.priority")]
    [InlineData("tier: Admin, priority: 1, subject: {namespaces: {}, pods: {}}", "spec.subject")]
    [InlineData("tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Allow, from: [{namespaces: {}}]}]", "spec.ingress[0].action")]
    [InlineData("tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: []}]", "spec.ingress[0].from")]
    [InlineData("tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to: [{domainNames: [a.example.com]}]}]", "spec.egress[0].to[0].domainNames")]
    [InlineData("tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Accept, to: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {range: {start: 9, end: 9}}}}]}]", "spec.egress[0].protocols[0].tcp.destinationPort.range")]
    [InlineData("tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Accept, to: [{namespaces: {}}], protocols: [{destinationNamedPort: [http]}]}]", "spec.egress[0].protocols[0].destinationNamedPort")]
    [InlineData("tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Accept, to: [{namespaces: {}}], protocols: [{destinationNamedPort: 80}]}]", "spec.egress[0].protocols[0].destinationNamedPort")]
    [InlineData("tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Accept, to: [{namespaces: {}}], protocols: [{destinationNamedPort: null}]}]", "spec.egress[0].protocols[0]")]
    [InlineData("tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Accept, to: [{namespaces: {}}], protocols: [{tcp: null}]}]", "spec.egress[0].protocols[0]")]
    [InlineData("tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Accept, to: [{namespaces: null}]}]", "spec.egress[0].to[0]")]
    [InlineData("tier: Admin, priority: 1, subject: {namespaces: null}", "spec.subject")]
    public void A_cluster_network_policy_the_api_refuses_is_reported(string spec, string path)
    {
        NetworkAnalyzer analyzer = Cluster.Of(ClusterPolicy("bad", spec));
        Assert.Contains(analyzer.Diagnostics, finding => finding.Path == path && finding.Rule.Code == "KS3010");
    }

    [Fact]
    public void A_list_over_the_limit_is_reported()
    {
        string rules = string.Join(", ", Enumerable.Repeat("{action: Accept, from: [{namespaces: {}}]}", 26));
        NetworkAnalyzer analyzer = Cluster.Of(ClusterPolicy("big", $"tier: Admin, priority: 1, subject: {{namespaces: {{}}}}, ingress: [{rules}]"));
        Assert.Contains(analyzer.Diagnostics, finding => finding.Path == "spec.ingress");
    }

    [Fact]
    public void An_unknown_peer_fails_closed_accept_matches_nothing_and_deny_everything()
    {
        string accept = ClusterPolicy("x", "tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Accept, from: [{planets: {}}]}]");
        string deny = accept.Replace("Accept", "Deny", StringComparison.Ordinal);
        string[] workloads = [Cluster.Deployment("a", "web"), Cluster.Deployment("a", "db"), Cluster.Policy("a", "none", "{podSelector: {}}")];
        Assert.Equal(ConnectionVerdict.Denied, Cluster.Of([.. workloads, accept]).Explain("web", "db", 80).Verdict);
        Assert.Equal(ConnectionVerdict.Denied, Cluster.Of([.. workloads[..2], deny]).Explain("web", "db", 80).Verdict);
    }

    [Theory]
    [InlineData("namespaces: null")]
    [InlineData("nodes: {matchExpressions: [{key: a, operator: Is}]}")]
    [InlineData("networks: [10.0.0.0/33]")]
    public void A_rule_with_a_peer_the_api_refuses_denies_everything_or_accepts_nothing(string peer)
    {
        string deny = ClusterPolicy("x", $"tier: Admin, priority: 1, subject: {{namespaces: {{}}}}, egress: [{{action: Deny, to: [{{{peer}}}]}}]");
        string accept = deny.Replace("Deny", "Accept", StringComparison.Ordinal);
        string[] workloads = [Cluster.Deployment("a", "web"), Cluster.Deployment("a", "db")];
        string shut = Cluster.Policy("a", "none", "{podSelector: {}, policyTypes: [Egress]}");
        Assert.Equal(ConnectionVerdict.Denied, Cluster.Of([.. workloads, deny]).Explain("web", "db", 80).Verdict);
        Assert.Equal(ConnectionVerdict.Denied, Cluster.Of([.. workloads, shut, accept]).Explain("web", "db", 80).Verdict);
    }

    [Theory]
    [InlineData("Accept", ConnectionVerdict.Allowed, ConnectionVerdict.Denied)]
    [InlineData("Deny", ConnectionVerdict.Denied, ConnectionVerdict.Denied)]
    [InlineData("Pass", ConnectionVerdict.Denied, ConnectionVerdict.Denied)]
    public void Beside_an_impossible_range_the_other_ports_of_a_rule_are_still_judged(string action, ConnectionVerdict named, ConnectionVerdict other)
    {
        NetworkAnalyzer analyzer = Cluster.Of(
            Cluster.Deployment("a", "web"), Cluster.Deployment("a", "db"), Cluster.Policy("a", "none", "{podSelector: {}, ingress: [], egress: [{}]}"),
            ClusterPolicy("x", $"tier: Admin, priority: 1, subject: {{namespaces: {{}}}}, ingress: [{{action: {action}, from: [{{namespaces: {{}}}}], protocols: [{{tcp: {{destinationPort: {{range: {{start: 9, end: 1}}}}}}}}, {{tcp: {{destinationPort: {{number: 80}}}}}}]}}]"));
        Assert.Single(analyzer.Diagnostics);
        Assert.Equal((named, other), (analyzer.Explain("web", "db", 80).Verdict, analyzer.Explain("web", "db", 5).Verdict));
    }

    [Fact]
    public void A_line_gives_no_reason_that_only_bears_on_others()
    {
        NetworkAnalyzer analyzer = Cluster.Of(
            Cluster.Deployment("a", "web"), Cluster.Deployment("a", "db"),
            ClusterPolicy("x", "tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to: [{networks: [10.0.0.0/8]}, {nodes: {matchLabels: {pool: edge}}}]}]"));
        Assert.Contains(analyzer.Table().Unknown, line => line.Destination == "a/db[Deployment]");
        Assert.All(analyzer.Table().Unknown, line => Assert.Equal(
            line.Destination.EndsWith(']') ? UnknownReason.PodAddress : UnknownReason.NodeAddress, line.Reason));
    }

    [Fact]
    public void Of_two_policies_with_one_name_the_last_counts_and_the_first_is_reported()
    {
        NetworkAnalyzer analyzer = Cluster.Of(
            Cluster.Deployment("a", "web"), Cluster.Policy("a", "p", "{podSelector: {}}"), Cluster.Policy("a", "p", "{podSelector: {}, ingress: [{}]}"));
        Assert.Equal("KS3013", Assert.Single(analyzer.Diagnostics).Rule.Code);
        Assert.Contains("0.0.0.0-255.255.255.255 => a/web[Deployment] : All Connections", analyzer.Lines());
    }

    [Fact]
    public void A_named_port_for_a_block_of_addresses_is_reported_and_matches_nothing_there()
    {
        NetworkAnalyzer analyzer = Cluster.Of(Cluster.Deployment("a", "web"), Cluster.Policy("a", "p", "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: http}]}]}"));
        Assert.Equal(("KS3015", "spec.egress[0].ports"), Assert.Single(analyzer.Diagnostics.Select(finding => (finding.Rule.Code, finding.Path!))));
        Assert.Equal(ConnectionVerdict.Denied, analyzer.Explain("web", "internet", 80).Verdict);
    }

    [Fact]
    public void Equal_priorities_are_reported_while_reading()
    {
        const string Text = "---\napiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: NAME}\nspec: {priority: 5, subject: {namespaces: {}}}";
        NetworkAnalyzer analyzer = Cluster.Of(Text.Replace("NAME", "a", StringComparison.Ordinal), Text.Replace("NAME", "b", StringComparison.Ordinal));
        Assert.Equal("KS3012", Assert.Single(analyzer.Diagnostics).Rule.Code);
    }

    [Fact]
    public void A_plain_policy_of_cilium_is_read()
    {
        NetworkAnalyzer analyzer = Cluster.Of(
            Cluster.Deployment("a", "web"), Cluster.Deployment("a", "db"), Cluster.Deployment("a", "other"),
            "---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: p, namespace: a}\nspec: {endpointSelector: {matchLabels: {app: db}}, ingress: [{fromEndpoints: [{matchLabels: {app: web}}], toPorts: [{ports: [{port: '5432', protocol: TCP}]}]}]}");
        Assert.Empty(analyzer.Diagnostics);
        Assert.Equal("TCP 5432", analyzer.Table().Ports("a/web[Deployment]", "a/db[Deployment]").ToString());
        Assert.Equal(ConnectionVerdict.Denied, analyzer.Explain("other", "db", 5432).Verdict);
    }

    private static string ClusterPolicy(string name, string spec) =>
        $"---\napiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {{name: {name}}}\nspec: {{{spec}}}";
}
