using KubeSec.Network;

namespace KubeSec.Core.Tests.Network;

public sealed class ConnectivityTableTests
{
    private static readonly string[] BehindAnIngress =
    [
        Cluster.Deployment("a", "web"),
        """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: a}
        spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web, namespace: a}
        spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
        """,
    ];

    [Fact]
    public void Without_policies_everything_may_talk_to_everything_but_itself()
    {
        string[] lines = Cluster.Of(Cluster.Deployment("a", "web"), Cluster.Deployment("b", "db")).Lines();
        Assert.Equal(
        [
            "0.0.0.0-255.255.255.255 => a/web[Deployment] : All Connections",
            "0.0.0.0-255.255.255.255 => b/db[Deployment] : All Connections",
            "a/web[Deployment] => 0.0.0.0-255.255.255.255 : All Connections",
            "a/web[Deployment] => b/db[Deployment] : All Connections",
            "b/db[Deployment] => 0.0.0.0-255.255.255.255 : All Connections",
            "b/db[Deployment] => a/web[Deployment] : All Connections",
        ], lines);
    }

    [Fact]
    public void Both_directions_must_allow_the_same_port()
    {
        ConnectivityTable table = Cluster.Of(
            Cluster.Deployment("a", "web"),
            Cluster.Deployment("a", "db"),
            Cluster.Policy("a", "out", "{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{ports: [{port: 80}, {port: 443}]}]}"),
            Cluster.Policy("a", "in", "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {}}], ports: [{port: 443}, {port: 5432}]}]}")).Table();
        Assert.Equal("TCP 443", table.Ports("a/web[Deployment]", "a/db[Deployment]").ToString());
    }

    [Fact]
    public void A_named_port_is_resolved_by_each_destination_for_itself()
    {
        ConnectivityTable table = Cluster.Of(
            Cluster.Deployment("a", "client"),
            Cluster.Deployment("a", "one", "[{name: api, containerPort: 8080}]"),
            Cluster.Deployment("a", "two", "[{name: api, containerPort: 9090}]"),
            Cluster.Deployment("a", "none", "[]"),
            Cluster.Policy("a", "out", "{podSelector: {matchLabels: {app: client}}, policyTypes: [Egress], egress: [{to: [{podSelector: {}}], ports: [{port: api}]}]}")).Table();
        Assert.Equal("TCP 8080", table.Ports("a/client[Deployment]", "a/one[Deployment]").ToString());
        Assert.Equal("TCP 9090", table.Ports("a/client[Deployment]", "a/two[Deployment]").ToString());
        UnknownConnection unknown = Assert.Single(table.Unknown);
        Assert.Equal(("a/none[Deployment]", UnknownReason.UnresolvedNamedPort), (unknown.Destination, unknown.Reason));
    }

    [Fact]
    public void An_exception_splits_a_block_and_families_do_not_mix()
    {
        string[] connections =
        [
            .. Cluster.Of(
                    Cluster.Deployment("a", "web"),
                    Cluster.Policy("a", "out", "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}, {ipBlock: {cidr: 'fd00::/8'}}]}]}"))
                .Table().Connections.Where(line => line.Source.StartsWith("a/", StringComparison.Ordinal)).Select(line => line.Destination),
        ];
        Assert.Equal(["10.0.0.0-10.0.255.255", "10.2.0.0-10.255.255.255", "fd00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"], connections);
    }

    [Fact]
    public void A_host_network_pod_behind_a_policy_is_unknown_and_never_denied()
    {
        ConnectivityTable table = Cluster.Of(
            Cluster.Deployment("a", "agent", pod: "hostNetwork: true"),
            Cluster.Deployment("a", "db"),
            Cluster.Policy("a", "deny", "{podSelector: {matchLabels: {app: db}}}")).Table();
        Assert.Equal(PortSet.None, table.Ports("a/agent[Deployment]", "a/db[Deployment]"));
        Assert.Contains(table.Unknown, line => line is { Source: "a/agent[Deployment]", Destination: "a/db[Deployment]", Reason: UnknownReason.HostNetwork });
        Assert.Equal(PortSet.All, table.Ports("a/db[Deployment]", "a/agent[Deployment]"));
    }

    [Fact]
    public void A_policy_without_types_isolates_egress_only_where_it_has_an_egress_rule()
    {
        string web = Cluster.Deployment("a", "web");
        string db = Cluster.Deployment("a", "db");
        Assert.Contains(
            "a/web[Deployment] => a/db[Deployment] : All Connections",
            Cluster.Of(web, db, Cluster.Policy("a", "p", "{podSelector: {matchLabels: {app: web}}, egress: []}")).Lines());
        Assert.DoesNotContain(
            Cluster.Of(web, db, Cluster.Policy("a", "p", "{podSelector: {matchLabels: {app: web}}, egress: [{ports: [{port: 1}], to: [{podSelector: {matchLabels: {app: x}}}]}]}")).Lines(),
            line => line.StartsWith("a/web", StringComparison.Ordinal));
    }

    [Fact]
    public void An_ingress_controller_gets_the_target_ports_that_any_pod_may_use()
    {
        string[] lines = Cluster.Of(
            Cluster.Deployment("a", "web"),
            """
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: a}
            spec: {selector: {app: web}, ports: [{name: front, port: 80, targetPort: http}, {name: other, port: 81, targetPort: 9}]}
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: web, namespace: a}
            spec: {rules: [{http: {paths: [{path: /, backend: {service: {name: web, port: {name: front}}}}]}}]}
            """).Lines();
        Assert.Contains("{ingress-controller} => a/web[Deployment] : TCP 8080", lines);
    }

    [Theory]
    [InlineData("[{port: 80, targetPort: 8080}]", 8080, "TCP 8080")]
    [InlineData("[{name: one, port: 80, targetPort: 8080}, {name: two, port: 8080, targetPort: 9}]", 8080, "TCP 9")]
    [InlineData("[{port: 80, targetPort: 8080}]", 81, "No Connections")]
    public void An_ingress_that_names_the_target_port_is_understood_as_controllers_do_unless_the_service_has_that_port(string ports, int named, string expected) =>
        Assert.Equal(expected, FromController($$"""
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: a}
            spec: {selector: {app: web}, ports: {{ports}}}
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: web, namespace: a}
            spec: {defaultBackend: {service: {name: web, port: {number: {{named}} } } } }
            """));

    [Theory]
    [InlineData("route.openshift.io/v1", "Route", "to: {kind: Service, name: dns}", "TCP 53")]
    [InlineData("gateway.networking.k8s.io/v1", "HTTPRoute", "rules: [{backendRefs: [{name: dns, port: 53}]}]", "TCP 53")]
    [InlineData("gateway.networking.k8s.io/v1alpha2", "UDPRoute", "rules: [{backendRefs: [{name: dns, port: 53}]}]", "UDP 53")]
    public void A_way_in_carries_only_its_own_protocol(string version, string kind, string spec, string expected) =>
        Assert.Equal(expected, FromController($$"""
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: dns, namespace: a}
            spec: {selector: {app: web}, ports: [{name: one, port: 53}, {name: two, port: 53, protocol: UDP}]}
            ---
            apiVersion: {{version}}
            kind: {{kind}}
            metadata: {name: dns, namespace: a}
            spec: { {{spec}} }
            """));

    [Fact]
    public void Virtual_machines_are_workloads_with_the_labels_and_ports_of_their_pods()
    {
        string[] lines = Cluster.Of(
            Machine("small", "[{name: http, port: 80}]"),
            Machine("big", "[]"),
            Cluster.Deployment("a", "web"),
            Cluster.Policy("a", "machines", "{podSelector: {matchLabels: {kubevirt.io: virt-launcher}}, ingress: [{from: [{podSelector: {matchLabels: {size: big}}}], ports: [{port: http}]}]}")).Lines();
        Assert.Contains("a/big[VirtualMachine] => a/small[VirtualMachine] : TCP 80", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("a/web[Deployment] => a/small", StringComparison.Ordinal));
        Assert.Contains("a/small[VirtualMachine] => a/web[Deployment] : All Connections", lines);
    }

    [Theory]
    [InlineData("namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress-nginx}}")]
    [InlineData("namespaceSelector: {}, podSelector: {matchLabels: {app.kubernetes.io/name: traefik}}")]
    public void A_controller_that_a_policy_may_speak_of_is_neither_let_in_nor_shut_out(string peer)
    {
        string[] shop = [.. BehindAnIngress, Cluster.Policy("a", "p", $"{{podSelector: {{}}, ingress: [{{from: [{{{peer}}}], ports: [{{port: http}}]}}]}}")];
        NetworkAnalyzer analyzer = Cluster.Of(shop);
        UnknownConnection line = Assert.Single(analyzer.Table().Unknown);
        Assert.Equal(("{ingress-controller}", "a/web[Deployment]", "TCP 8080", UnknownReason.IngressController), (line.Source, line.Destination, line.Ports.ToString(), line.Reason));
        Opening opening = Assert.Single(analyzer.Exposure().Openings);
        Assert.Equal((true, "TCP 8080"), (opening.Blocked.IsEmpty, opening.Unknown.ToString()));
        Assert.DoesNotContain(Cluster.Lint(shop), finding => finding.Rule.Code == "KS3024");
    }

    [Theory]
    [InlineData("{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}")]
    [InlineData("{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: b}}}]}]}")]
    [InlineData("{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: edge}}}], ports: [{port: 9}]}]}")]
    public void A_controller_that_no_policy_speaks_of_is_shut_out(string policy)
    {
        string[] shop = [.. BehindAnIngress, Cluster.Deployment("b", "other"), Cluster.Policy("a", "p", policy)];
        Assert.DoesNotContain(Cluster.Of(shop).Table().Unknown, line => line.Source == "{ingress-controller}");
        Assert.Contains(Cluster.Lint(shop), finding => finding.Rule.Code == "KS3024");
    }

    [Fact]
    public void What_an_administrator_denies_every_pod_is_denied_to_a_controller_whoever_it_is()
    {
        string[] shop =
        [
            .. BehindAnIngress,
            Cluster.Policy("a", "p", "{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: edge}}}]}]}"),
            "---\napiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: d}\nspec: {priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}",
        ];
        Assert.Empty(Cluster.Of(shop).Table().Unknown);
    }

    [Fact]
    public void Pods_of_one_owner_are_one_workload()
    {
        const string pod = """
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: web-NUMBER, namespace: a, labels: {app: LABEL, pod-template-hash: x}, ownerReferences: [{kind: ReplicaSet, name: web-5d, controller: true}]}
            spec: {containers: [{name: main, image: x}]}
            """;
        string[] same = [.. Enumerable.Range(0, 2).Select(number => pod.Replace("NUMBER", $"{number}", StringComparison.Ordinal).Replace("LABEL", "web", StringComparison.Ordinal))];
        Assert.Equal(["a/web-5d[ReplicaSet]"], Cluster.Of(same).Workloads);
        Assert.Equal(
            ["a/web-2[Pod]", "a/web-5d[ReplicaSet]"],
            Cluster.Of([.. same, pod.Replace("NUMBER", "2", StringComparison.Ordinal).Replace("LABEL", "other", StringComparison.Ordinal), Cluster.Policy("a", "p", "{podSelector: {matchLabels: {app: web}}}")]).Workloads);
    }

    [Fact]
    public void Where_a_service_without_a_selector_leads_is_unknown()
    {
        NetworkAnalyzer analyzer = Cluster.Of("---\napiVersion: v1\nkind: Service\nmetadata: {name: legacy, namespace: a}\nspec: {ports: [{port: 80}]}");
        Assert.Equal(("Service a/legacy", UnknownReason.ServiceWithoutSelector), (analyzer.Table().Unknown[0].Destination, analyzer.Table().Unknown[0].Reason));
        Assert.Equal("legacy", Assert.Single(analyzer.Exposure().Undecided).Name);
    }

    [Fact]
    public void Every_format_is_written_and_pictures_carry_every_workload()
    {
        ConnectivityTable table = Cluster.Of([.. Enumerable.Range(0, 30).Select(number => Cluster.Deployment("a", $"w{number}"))]).Table();
        Assert.StartsWith("{\n  \"workloads\"", NetworkReport.Write(table, NetworkFormat.Json, []), StringComparison.Ordinal);
        Assert.StartsWith("| source | destination | ports |\n| --- |", NetworkReport.Write(table, NetworkFormat.Markdown, []), StringComparison.Ordinal);
        Assert.Contains("\"a/w1[Deployment]\" -> \"a/w2[Deployment]\" [label=\"All Connections\"", NetworkReport.Write(table, NetworkFormat.Dot, []), StringComparison.Ordinal);
        Assert.Contains("a/w0[Deployment] +29", NetworkReport.Write(table, NetworkFormat.Svg, []), StringComparison.Ordinal);
        ConnectivityTable small = Cluster.Of(Cluster.Deployment("a", "web"), Cluster.Deployment("a", "db")).Table();
        Assert.Contains("outside the cluster", NetworkReport.Write(small, NetworkFormat.Svg, []), StringComparison.Ordinal);
    }

    /// <summary>The input of np-guard/netpol-analyzer's tests/anp_banp_blog_demo, and the table it is to give there.</summary>
    [Fact]
    public void Tiers_pass_and_fall_back_as_in_the_published_demo()
    {
        NetworkAnalyzer analyzer = Cluster.Of(
        [
            .. new[] { ("foo", "{security: internal}"), ("bar", "{security: internal}"), ("monitoring", "{}"), ("baz", "{}") }
                .SelectMany(ns => new[] { Cluster.Namespace(ns.Item1, ns.Item2), Cluster.Deployment(ns.Item1, "my" + ns.Item1) }),
            Cluster.Policy("foo", "allow-monitoring", "{podSelector: null, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]}]}"),
            Tiered("BaselineAdminNetworkPolicy", "default", "subject: {namespaces: {matchLabels: {security: internal}}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]"),
            Tiered("AdminNetworkPolicy", "allow", "priority: 9, subject: {namespaces: {}}, ingress: [{action: Allow, from: [{namespaces: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]}]"),
            Tiered("AdminNetworkPolicy", "pass", "priority: 7, subject: {namespaces: {matchLabels: {security: internal}}}, ingress: [{action: Pass, from: [{namespaces: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]}]"),
        ]);
        Assert.Empty(analyzer.Diagnostics);
        Assert.Equal(
            ["bar => baz", "bar => monitoring", "baz => monitoring", "foo => baz", "foo => monitoring", "monitoring => baz", "monitoring => foo"],
            analyzer.Table().Connections.Where(line => char.IsAsciiLetter(line.Source[0]) && char.IsAsciiLetter(line.Destination[0])).Select(line => $"{line.Source.Split('/')[0]} => {line.Destination.Split('/')[0]}"));
        ExposedPeer monitoring = Assert.Single(analyzer.Exposure().Workloads.Single(one => one is { Workload: "foo/myfoo[Deployment]", Direction: TrafficDirection.Ingress }).Peers);
        Assert.Equal(("monitoring/[all pods]", "All Connections"), (monitoring.Name, monitoring.Ports.ToString()));
    }

    private static string Tiered(string kind, string name, string spec) =>
        $"---\napiVersion: policy.networking.k8s.io/v1alpha1\nkind: {kind}\nmetadata: {{name: {name}}}\nspec: {{{spec}}}";

    private static string FromController(string manifests) =>
        Cluster.Of(Cluster.Deployment("a", "web"), manifests).Table().Ports("{ingress-controller}", "a/web[Deployment]").ToString();

    private static string Machine(string size, string ports) => $$"""
        ---
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata: {name: {{size}}, namespace: a}
        spec:
          running: true
          template:
            metadata: {labels: {size: {{size}} } }
            spec: {domain: {devices: {interfaces: [{name: default, masquerade: {}, ports: {{ports}} }] } } }
        """;
}
