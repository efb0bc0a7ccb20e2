using KubeSec.Network;

namespace KubeSec.Core.Tests.Network;

/// <summary>Policies of Cilium and Calico: read where they say what a NetworkPolicy can say, unknown otherwise.</summary>
public sealed class VendorPolicyTests
{
    private static readonly string[] Pods =
    [
        Cluster.Namespace("a", "{team: one}"), Cluster.Namespace("b", "{team: two}"),
        Cluster.Deployment("a", "web"), Cluster.Deployment("a", "db"), Cluster.Deployment("b", "job"),
    ];

    [Theory]
    [InlineData("ingress: [{fromEndpoints: [{matchLabels: {app: web}}], toPorts: [{ports: [{port: '8080', protocol: TCP}]}]}]", "TCP 8080", "No Connections")]
    [InlineData("ingress: [{fromEndpoints: [{matchLabels: {'k8s:app': job, 'k8s:io.kubernetes.pod.namespace': b}}]}]", "No Connections", "All Connections")]
    [InlineData("ingress: [{fromEndpoints: [{matchLabels: {'k8s:io.cilium.k8s.namespace.labels.team': two}}]}]", "No Connections", "All Connections")]
    [InlineData("ingress: [{fromEndpoints: [{}]}]", "All Connections", "No Connections")]
    [InlineData("ingress: [{fromEntities: [cluster]}]", "All Connections", "All Connections")]
    [InlineData("ingress: [{fromEntities: [world]}]", "No Connections", "No Connections")]
    [InlineData("ingress: [{}]", "No Connections", "No Connections")]
    [InlineData("ingress: []", "All Connections", "All Connections")]
    public void A_cilium_policy_that_says_no_more_than_a_network_policy_is_read(string rules, string fromWeb, string fromJob)
    {
        NetworkAnalyzer analyzer = Cluster.Of([.. Pods, Cilium(rules)]);
        Assert.Empty(analyzer.Diagnostics);
        Assert.Empty(analyzer.Table().Unknown);
        Assert.Equal((fromWeb, fromJob), FromBoth(analyzer));
    }

    [Theory]
    [InlineData("types: [Ingress], ingress: [{action: Allow, protocol: TCP, source: {selector: \"app == 'web'\"}, destination: {ports: [8080, '9000:9001']}}]", "TCP 8080,9000-9001", "No Connections")]
    [InlineData("ingress: [{action: Allow, source: {selector: \"app in {'job', 'x'} && has(app)\", namespaceSelector: \"projectcalico.org/name == 'b'\"}}]", "No Connections", "All Connections")]
    [InlineData("ingress: [{action: Allow, source: {selector: \"app not in {'job'} && !has(role)\"}}]", "All Connections", "No Connections")]
    [InlineData("ingress: [{action: Allow, source: {namespaceSelector: \"team != 'one'\"}}]", "No Connections", "All Connections")]
    [InlineData("egress: [{action: Allow}]", "All Connections", "All Connections")]
    [InlineData("types: [Ingress]", "No Connections", "No Connections")]
    public void A_calico_policy_that_only_allows_is_read(string rules, string fromWeb, string fromJob)
    {
        NetworkAnalyzer analyzer = Cluster.Of([.. Pods, Calico("NetworkPolicy", ", namespace: a", $"selector: \"app == 'db'\", {rules}")]);
        Assert.Empty(analyzer.Diagnostics);
        Assert.Equal((fromWeb, fromJob), FromBoth(analyzer));
    }

    [Fact]
    public void A_global_policy_of_calico_selects_across_namespaces()
    {
        NetworkAnalyzer analyzer = Cluster.Of([.. Pods, Calico("GlobalNetworkPolicy", "", "namespaceSelector: \"team == 'one'\", types: [Ingress], ingress: [{action: Allow, source: {selector: \"app == 'job'\"}}]")]);
        Assert.Empty(analyzer.Diagnostics);
        Assert.Equal(("No Connections", "All Connections"), FromBoth(analyzer));
    }

    [Fact]
    public void A_staged_policy_stops_nothing() =>
        Assert.Equal(("All Connections", "All Connections"), FromBoth(Cluster.Of([.. Pods, Calico("StagedNetworkPolicy", ", namespace: a", "types: [Ingress]")])));

    [Theory]
    [InlineData("ingress: [{action: Deny}]", "spec.ingress[0].action")]
    [InlineData("order: 10, tier: security", "spec.tier")]
    [InlineData("selector: \"app == 'a' || app == 'b'\"", "spec.selector")]
    [InlineData("ingress: [{action: Allow, source: {notNets: [10.0.0.0/8]}}]", "spec.ingress[0].source.notNets")]
    [InlineData("egress: [{action: Allow, http: {methods: [GET]}}]", "spec.egress[0].http")]
    [InlineData("ingress: [{action: Allow, source: {serviceAccounts: {names: [a]}}}]", "spec.ingress[0].source.serviceAccounts")]
    public void What_a_network_policy_cannot_say_leaves_the_answers_of_calico_unknown(string spec, string path)
    {
        NetworkAnalyzer analyzer = Cluster.Of([.. Pods, Calico("NetworkPolicy", ", namespace: a", spec)]);
        Assert.Equal(("KS3011", path), Assert.Single(analyzer.Diagnostics.Select(finding => (finding.Rule.Code, finding.Path!))));
        Assert.Contains(analyzer.Table().Unknown, line => line.Destination == "a/db[Deployment]" && line.Reason.HasFlag(UnknownReason.PolicyNotUnderstood));
    }

    [Theory]
    [InlineData("ingressDeny: [{fromEntities: [world]}]", "spec.ingressDeny")]
    [InlineData("egress: [{toEntities: [kube-apiserver]}]", "spec.egress[0].toEntities[0]")]
    [InlineData("ingress: [{toPorts: [{ports: [{port: '80'}], rules: {http: [{method: GET}]}}]}]", "spec.ingress[0].toPorts[0].rules.http")]
    public void What_a_network_policy_cannot_say_leaves_the_answers_of_cilium_unknown(string rules, string path)
    {
        NetworkAnalyzer analyzer = Cluster.Of([.. Pods, Cilium(rules)]);
        Assert.Equal(("KS3011", path), Assert.Single(analyzer.Diagnostics.Select(finding => (finding.Rule.Code, finding.Path!))));
        Assert.Equal(ConnectionVerdict.Unknown, analyzer.Explain("web", "db", 80).Verdict);
    }

    [Theory]
    [InlineData("crd.antrea.io/v1beta1", "ClusterNetworkPolicy", "", true, true)]
    [InlineData("crd.antrea.io/v1beta1", "NetworkPolicy", ", namespace: a", true, true)]
    [InlineData("k8s.ovn.org/v1", "EgressFirewall", ", namespace: b", false, false)]
    [InlineData("k8s.cni.cncf.io/v1beta1", "MultiNetworkPolicy", ", namespace: a", false, false)]
    public void Policies_of_other_makers_are_reported_and_what_they_may_decide_is_unknown(string api, string kind, string ns, bool dbUnknown, bool webUnknown)
    {
        NetworkAnalyzer analyzer = Cluster.Of([.. Pods, $"---\napiVersion: {api}\nkind: {kind}\nmetadata: {{name: p{ns}}}\nspec: {{priority: 5}}"]);
        Assert.Equal("KS3011", Assert.Single(analyzer.Diagnostics).Rule.Code);
        Assert.Equal(webUnknown ? ConnectionVerdict.Unknown : ConnectionVerdict.Allowed, analyzer.Explain("db", "web", 80).Verdict);
        Assert.Equal(dbUnknown ? ConnectionVerdict.Unknown : ConnectionVerdict.Allowed, analyzer.Explain("web", "db", 80).Verdict);
        Assert.Equal(kind is "MultiNetworkPolicy" || ns.EndsWith('a') && kind != "ClusterNetworkPolicy" ? ConnectionVerdict.Allowed : ConnectionVerdict.Unknown, analyzer.Explain("job", "internet", 443).Verdict);
    }

    [Fact]
    public void Names_of_dns_leave_the_addresses_unknown_and_the_pods_denied()
    {
        NetworkAnalyzer analyzer = Cluster.Of([.. Pods, Cilium("egress: [{toFQDNs: [{matchName: example.com}], toPorts: [{ports: [{port: '443', protocol: TCP}]}]}]")]);
        Assert.Equal(ConnectionVerdict.Unknown, analyzer.Explain("db", "internet", 443).Verdict);
        Assert.Equal(ConnectionVerdict.Denied, analyzer.Explain("db", "web", 443).Verdict);
    }

    private static (string Web, string Job) FromBoth(NetworkAnalyzer analyzer) => (
        analyzer.Table().Ports("a/web[Deployment]", "a/db[Deployment]").ToString(),
        analyzer.Table().Ports("b/job[Deployment]", "a/db[Deployment]").ToString());

    private static string Cilium(string rules) =>
        $"---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {{name: p, namespace: a}}\nspec: {{endpointSelector: {{matchLabels: {{app: db}}}}, {rules}}}";

    private static string Calico(string kind, string ns, string spec) =>
        $"---\napiVersion: projectcalico.org/v3\nkind: {kind}\nmetadata: {{name: p{ns}}}\nspec: {{{spec}}}";

    [Theory]
    [InlineData("cilium.io/v2\nkind: CiliumNetworkPolicy", "{endpointSelector: {}, ingress: {fromEndpoints: [{}]}}", "spec.ingress")]
    [InlineData("cilium.io/v2\nkind: CiliumNetworkPolicy", "{endpointSelector: {}, ingress: [{fromEndpoints: {}}]}", "spec.ingress[0].fromEndpoints")]
    [InlineData("cilium.io/v2\nkind: CiliumNetworkPolicy", "{endpointSelector: {matchLabels: web}, ingress: [{}]}", "spec.endpointSelector.matchLabels")]
    [InlineData("projectcalico.org/v3\nkind: NetworkPolicy", "{ingress: {action: Allow}}", "spec.ingress")]
    [InlineData("projectcalico.org/v3\nkind: NetworkPolicy", "{types: Ingress}", "spec.types")]
    [InlineData("projectcalico.org/v3\nkind: NetworkPolicy", "{ingress: [{action: Allow, source: all()}]}", "spec.ingress[0].source")]
    [InlineData("projectcalico.org/v3\nkind: NetworkPolicy", "open", "spec")]
    public void A_policy_of_another_shape_is_reported_and_answers_about_its_pods_are_unknown(string head, string spec, string path)
    {
        NetworkAnalyzer analyzer = Cluster.Of(
            Cluster.Deployment("a", "web"), Cluster.Deployment("a", "db"), $"---\napiVersion: {head}\nmetadata: {{name: p, namespace: a}}\nspec: {spec}");
        Assert.Equal(("KS3010", path), Assert.Single(analyzer.Diagnostics.Select(finding => (finding.Rule.Code, finding.Path!))));
        Assert.Equal(ConnectionVerdict.Unknown, analyzer.Explain("web", "db", 80).Verdict);
    }
}
