using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Core.Tests.Network;

/// <summary>What is generated allows exactly what is intended, and DNS.</summary>
public sealed class GenerationTests
{
    private static readonly string[] Shop =
    [
        Cluster.Deployment("shop", "web").Replace("image: x", "image: x, env: [{name: API, value: 'http://api:80/v1'}]", StringComparison.Ordinal),
        Cluster.Deployment("shop", "api").Replace("image: x", "image: x, env: [{name: DB, value: 'postgres://u:p@db.data.svc.cluster.local:5432/x'}]", StringComparison.Ordinal),
        Cluster.Deployment("data", "db", "[{name: pg, containerPort: 5432}]"),
        Service("shop", "web", "type: LoadBalancer, ", "{port: 80, targetPort: http}"),
        Service("shop", "api", "", "{port: 80, targetPort: http}"),
        Service("data", "db", "", "{port: 5432, targetPort: pg}"),
    ];

    [Fact]
    public void Addresses_that_nothing_in_the_input_serves_are_named_and_their_secrets_are_not()
    {
        GeneratedPolicies generated = Cluster.Of(
            Cluster.Deployment("shop", "web").Replace("image: x", "image: x, env: [{name: PAY, value: \"https://user:s3cret@pay.example.com/v1\"}, {name: Q, value: \"queue.jobs.svc.cluster.local:5672\"}, {name: ME, value: \"http://localhost:9090\"}]", StringComparison.Ordinal)).Generate();
        Assert.Equal(["shop/web[Deployment] => pay.example.com", "shop/web[Deployment] => queue.jobs.svc.cluster.local:5672"], generated.Notes.Select(note => note[..note.IndexOf(": nothing", StringComparison.Ordinal)]));
    }

    [Fact]
    public void A_token_before_an_address_is_not_taken_for_the_address()
    {
        string token = new('a', 240);
        GeneratedPolicies generated = Cluster.Of(
            Cluster.Deployment("shop", "web").Replace("image: x", $"image: x, env: [{{name: PAY, value: \"https://{token}@pay.example.com\"}}]", StringComparison.Ordinal)).Generate();
        Assert.StartsWith("shop/web[Deployment] => pay.example.com:", Assert.Single(generated.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Service_names_become_exactly_the_connections_they_mean()
    {
        GeneratedPolicies generated = Cluster.Of(Shop).Generate();
        NetworkAnalyzer after = Cluster.Of([.. Shop, generated.Yaml]);
        Assert.Empty(after.Diagnostics);
        Assert.Empty(generated.Notes);
        Assert.Equal(
        [
            "0.0.0.0-255.255.255.255 => shop/web[Deployment] : TCP 8080",
            "shop/api[Deployment] => data/db[Deployment] : TCP 5432",
            "shop/web[Deployment] => shop/api[Deployment] : TCP 8080",
        ], after.Lines());
        Assert.Empty(after.Table().Unknown);
    }

    [Fact]
    public void An_ingress_is_let_in_where_its_controller_hands_traffic_on_though_it_names_the_target_port()
    {
        string[] input =
        [
            Cluster.Deployment("shop", "web"),
            Service("shop", "web", "", "{port: 80, targetPort: 8080}"),
            """
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: web, namespace: shop}
            spec: {defaultBackend: {service: {name: web, port: {number: 8080}}}}
            """,
        ];
        NetworkAnalyzer after = Cluster.Of([.. input, Cluster.Of(input).Generate().Yaml]);
        Assert.Equal("TCP 8080", after.Table().Ports("{ingress-controller}", "shop/web[Deployment]").ToString());
    }

    [Fact]
    public void Workloads_that_go_out_may_ask_the_dns_pods_on_both_protocols_and_nobody_else()
    {
        const string Dns = """
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: coredns, namespace: kube-system}
            spec: {template: {metadata: {labels: {k8s-app: kube-dns}}, spec: {containers: [{name: c, image: x, ports: [{name: dns, containerPort: 53, protocol: UDP}, {name: dns-tcp, containerPort: 53}]}]}}}
            """;
        NetworkAnalyzer after = Cluster.Of([.. Shop, Dns, Cluster.Of([.. Shop, Dns]).Generate().Yaml]);
        string[] asking = [.. after.Table().Connections.Where(line => line.Destination == "kube-system/coredns[Deployment]").Select(line => $"{line.Source} : {line.Ports}")];
        Assert.Equal(["shop/api[Deployment] : TCP 53,UDP 53", "shop/web[Deployment] : TCP 53,UDP 53"], asking);
    }

    [Fact]
    public void The_text_is_the_same_for_any_order_of_the_input() =>
        Assert.Equal(Cluster.Of(Shop).Generate().Yaml, Cluster.Of([.. Shop.Reverse()]).Generate().Yaml);

    [Fact]
    public void It_reads_as_a_person_would_have_written_it() => Assert.Equal(
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata:
          name: db
          namespace: data
        spec:
          podSelector:
            matchLabels:
              app: db
          policyTypes:
            - Ingress
            - Egress
          ingress:
            - from:
                - namespaceSelector:
                    matchLabels:
                      kubernetes.io/metadata.name: shop
                  podSelector:
                    matchLabels:
                      app: api
              ports:
                - protocol: TCP
                  port: 5432

        """,
        Cluster.Of(Shop).Generate().Yaml.Split("---\n")[1]);

    [Fact]
    public void Observed_flows_become_rules_but_replies_and_drops_do_not()
    {
        FlowFile file = HubbleFlows.Read(new StringReader(string.Join('\n',
        [
            Flow("web", "db", "\"TCP\":{\"destination_port\":5432}", "FORWARDED"),
            Flow("db", "web", "\"TCP\":{\"destination_port\":40000}", "FORWARDED", ",\"is_reply\":true"),
            Flow("api", "db", "\"TCP\":{\"destination_port\":6379}", "DROPPED"),
            """{"flow":{"verdict":"FORWARDED","IP":{"source":"10.0.0.1","destination":"2001:db8::1"},"l4":{"UDP":{"destination_port":443}},"source":{"namespace":"shop","pod_name":"api-5d9-x"},"destination":{"labels":["reserved:world"]}}}""",
            "not json",
        ])));
        Assert.Equal([5], file.UnreadableLines);
        NetworkAnalyzer before = Cluster.Of(Shop);
        GeneratedPolicies generated = before.Generate(new GenerateOptions { FromManifests = false, Flows = file.Flows });
        NetworkAnalyzer after = Cluster.Of([.. Shop, generated.Yaml]);
        Assert.Equal(
            ["shop/api[Deployment] => 2001:db8::1-2001:db8::1 : UDP 443", "shop/web[Deployment] => data/db[Deployment] : TCP 5432"],
            after.Table().Connections.Select(line => $"{line.Source} => {line.Destination} : {line.Ports}"));
        Assert.Contains("cidr: \"2001:db8::1/128\"", generated.Yaml, StringComparison.Ordinal);
        Assert.Empty(after.Check(file.Flows));
    }

    [Theory]
    [InlineData("""{"from": "shop/web", "to": "shop/api", "port": 8080}""", "shop/web => shop/api : TCP 8080")]
    [InlineData("""{"from": "shop/web", "to": "2001:db8::1", "protocol": "UDP", "port": 443}""", "shop/web => 2001:db8::1 : UDP 443")]
    [InlineData("""{"from": "node", "to": "shop/api", "protocol": "SCTP", "port": 1, "dropped": true}""", "node => shop/api : SCTP 1")]
    public void Connections_are_read_in_a_plain_form_too(string line, string flow)
    {
        FlowFile file = HubbleFlows.Read(new StringReader(line + "\r\n" + line));
        Assert.Equal((flow, 0), (Assert.Single(file.Flows).ToString(), file.UnreadableLines.Count));
    }

    [Theory]
    [InlineData("""{"from": "shop/web", "to": "api", "port": 8080}""")]
    [InlineData("""{"from": "shop/web", "to": "shop/api", "port": 70000}""")]
    [InlineData("""{"from": "shop/web", "to": "shop/api", "protocol": "ICMP", "port": 1}""")]
    [InlineData("""{"from": 7, "to": null, "port": "1"}""")]
    [InlineData("[[[[")]
    [InlineData("7")]
    public void A_line_that_is_no_connection_is_named_and_the_rest_is_read(string line)
    {
        FlowFile file = HubbleFlows.Read(new StringReader($"{line}\n{new string('x', 3 << 20)}\n{{\"from\": \"a/b\", \"to\": \"c/d\", \"port\": 1}}"));
        Assert.Equal([1, 2], file.UnreadableLines);
        Assert.Equal("a/b => c/d : TCP 1", Assert.Single(file.Flows).ToString());
    }

    [Fact]
    public void A_check_names_the_flows_that_break_and_the_policy_that_breaks_them()
    {
        FlowFile file = HubbleFlows.Read(new StringReader(Flow("web", "db", "\"TCP\":{\"destination_port\":5432}", "FORWARDED")));
        BrokenFlow broken = Assert.Single(Cluster.Of([.. Shop, Cluster.Policy("data", "closed", "{podSelector: {}}")]).Check(file.Flows));
        Assert.Equal("NetworkPolicy data/closed", broken.Why!.Decisions[1].By[0].Policy);
    }

    [Fact]
    public void Assertions_allow_and_deny()
    {
        SourceSpan place = SourceSpan.StartOf("kubesec.yaml");
        NetworkAssertion[] assertions = [new(AssertionKind.Allow, "web", "data/db") { Span = place, Port = 5432 }, new(AssertionKind.Deny, "api", "db") { Span = place }];
        GeneratedPolicies generated = Cluster.Of(Shop).Generate(new GenerateOptions { Assertions = assertions });
        NetworkAnalyzer after = Cluster.Of([.. Shop, generated.Yaml]);
        Assert.Equal("TCP 5432", after.Table().Ports("shop/web[Deployment]", "data/db[Deployment]").ToString());
        Assert.True(after.Table().Ports("shop/api[Deployment]", "data/db[Deployment]").IsEmpty);
        Assert.Empty(after.Check(assertions));
        AssertionResult broken = Assert.Single(Cluster.Of(Shop).Check(assertions));
        Assert.True(broken.IsBroken);
        Assert.Contains("shop/api[Deployment] => data/db[Deployment] must be denied and is allowed", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_egress_policy_of_one_workload_stops_everything_it_does_not_need()
    {
        GeneratedPolicies policy = Cluster.Of(Shop).EgressPolicy("web");
        NetworkAnalyzer after = Cluster.Of([.. Shop, policy.Yaml]);
        Assert.Empty(after.Diagnostics);
        Assert.Equal(ConnectionVerdict.Denied, after.Explain("web", "internet", 443).Verdict);
        Assert.Equal(ConnectionVerdict.Allowed, after.Explain("api", "internet", 443).Verdict);
        Assert.Contains("policyTypes:\n    - Egress\n", policy.Yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("Ingress", policy.Yaml, StringComparison.Ordinal);
    }

    private static string Service(string ns, string name, string type, string port) =>
        $"---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}, namespace: {ns}}}\nspec: {{{type}selector: {{app: {name}}}, ports: [{port}]}}";

    private static string Flow(string from, string to, string l4, string verdict, string more = "") =>
        $$$"""{"flow":{"verdict":"{{{verdict}}}","IP":{"source":"10.0.0.1","destination":"10.0.0.2"},"l4":{{{{l4}}}},"source":{"namespace":"{{{(from == "db" ? "data" : "shop")}}}","pod_name":"{{{from}}}-1","workloads":[{"name":"{{{from}}}","kind":"Deployment"}]},"destination":{"namespace":"{{{(to == "db" ? "data" : "shop")}}}","pod_name":"{{{to}}}-1"}{{{more}}}}}""";
}
