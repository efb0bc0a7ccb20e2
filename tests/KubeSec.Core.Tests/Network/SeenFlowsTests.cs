using System.Text.Json.Nodes;
using KubeSec.Core.Tests.Feedback;
using KubeSec.Feedback;
using KubeSec.Inventory;
using KubeSec.Network;

namespace KubeSec.Core.Tests.Network;

/// <summary>From what sensors told the store to policies that allow exactly that.</summary>
public sealed class SeenFlowsTests : IDisposable
{
    private const string Web = "web-6c9f7d5b8d-x2k4p";

    private static readonly string[] Shop =
    [
        Cluster.Deployment("shop", "web"),
        Cluster.Deployment("shop", "api"),
        Cluster.Deployment("shop", "db", "[{name: pg, containerPort: 5432}]"),
        "---\napiVersion: v1\nkind: Service\nmetadata: {name: api, namespace: shop}\nspec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}",
    ];

    private static readonly JsonObject[] Listing =
        [ConnectionEvents.Pod("web", "10.244.1.5"), ConnectionEvents.Pod("api", "10.244.1.7"), ConnectionEvents.Pod("db", "10.244.1.8,fd00::8"), ConnectionEvents.Service("api", "10.96.0.5")];

    private readonly StoreFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task The_policies_allow_what_was_seen_and_nothing_else()
    {
        SeenFlows seen = await SeeAsync(
            ConnectionEvents.Tetragon(Web, "10.96.0.5", 80),
            ConnectionEvents.Tetragon("api-6c9f7d5b8d-x2k4p", "fd00::8", 5432),
            ConnectionEvents.KubeArmor("db-6c9f7d5b8d-x2k4p", "remoteip=10.244.1.7 port=5432 protocol=TCP", "kprobe=tcp_accept domain=AF_INET"),
            ConnectionEvents.Tetragon(Web, "2001:db8::1", 443),
            ConnectionEvents.KubeArmor("api-6c9f7d5b8d-x2k4p", "remoteip=192.0.2.10 port=8080 protocol=TCP", "kprobe=tcp_accept domain=AF_INET"),
            ConnectionEvents.KubeArmor(Web, "remoteip=10.244.1.8 port=5432 protocol=TCP", "kprobe=tcp_connect domain=AF_INET", result: "Permission denied"));
        Assert.Empty(seen.Notes);
        GeneratedPolicies generated = Generate(seen);
        NetworkAnalyzer after = Cluster.Of([.. Shop, generated.Yaml]);
        Assert.Equal(
            [
                "192.0.2.10-192.0.2.10 => shop/api[Deployment] : TCP 8080",
                "shop/api[Deployment] => shop/db[Deployment] : TCP 5432",
                "shop/web[Deployment] => 2001:db8::1-2001:db8::1 : TCP 443",
                "shop/web[Deployment] => shop/api[Deployment] : TCP 8080",
            ],
            after.Table().Connections.Select(line => $"{line.Source} => {line.Destination} : {line.Ports}"));
        Assert.Contains("cidr: \"2001:db8::1/128\"", generated.Yaml, StringComparison.Ordinal);
        Assert.Contains("# a node, as observed", generated.Yaml, StringComparison.Ordinal);
        Assert.Equal("192.0.2.10 => shop/api : TCP 8080: the other end is a node; its address may change", Assert.Single(generated.Notes));
        Assert.Empty(after.Check(seen.Flows, seen.Alerts));
    }

    [Fact]
    public async Task The_text_is_the_same_for_any_order_of_events_and_listings()
    {
        string[] events =
        [
            .. Enumerable.Range(1, 9).Select(i => ConnectionEvents.Tetragon(i % 2 == 0 ? Web : "api-6c9f7d5b8d-x2k4p", $"203.0.113.{i}", 440 + i)), ConnectionEvents.Tetragon(Web, "10.96.0.5", 80), ConnectionEvents.Falco("10.244.1.5:1->203.0.113.2:442"),
        ];
        SeenFlows seen = await SeeAsync(events);
        using var other = new StoreFixture();
        await ListAsync(other, [.. Listing.Reverse()]);
        await using (IncidentStore store = await other.OpenAsync())
        {
            foreach (string one in events.Reverse())
            {
                await store.RecordAsync(StoreFixture.Text(one), "-");
            }
        }

        SeenFlows reversed = await SeenFlows.ReadAsync(other.Location);
        Assert.Equal(Generate(seen).Yaml, Generate(reversed).Yaml);
        Assert.Equal(Generate(seen).Notes, Generate(reversed).Notes);
    }

    [Theory]
    [InlineData("10.244.1.5:43812->203.0.113.7:443", "203.0.113.7", 443, "shop/web => 203.0.113.7 : TCP 443")]
    [InlineData("10.244.1.5:43812->10.244.1.7:8080", "10.96.0.5", 80, "shop/web => shop/api : TCP 8080")]
    [InlineData("10.244.1.5:43812->10.96.0.5:80", "10.244.1.7", 8080, "shop/web => shop/api : TCP 8080")]
    public async Task What_an_alert_was_raised_over_is_never_allowed_by_whichever_address_it_was_seen(string alert, string peer, int port, string flow)
    {
        SeenFlows seen = await SeeAsync(ConnectionEvents.Tetragon(Web, peer, port), ConnectionEvents.Tetragon(Web, "203.0.113.99", 443), ConnectionEvents.Falco(alert));
        GeneratedPolicies generated = Generate(seen);
        Assert.Equal(["shop/web[Deployment] => 203.0.113.99-203.0.113.99 : TCP 443"], Cluster.Of([.. Shop, generated.Yaml]).Lines());
        Assert.Equal($"{flow}: an alert was raised over this connection as well; it got no rule", Assert.Single(generated.Notes));
        // To break it is no harm.
        Assert.Equal(["shop/web => 203.0.113.99 : TCP 443"], Cluster.Of([.. Shop, Cluster.Policy("shop", "closed", "{podSelector: {}, policyTypes: [Ingress, Egress]}")]).Check(seen.Flows, seen.Alerts).Select(broken => broken.Flow.ToString()));
    }

    [Fact]
    public async Task An_alert_of_nobody_knows_whose_connection_is_held_against_everyone()
    {
        string anyones = ConnectionEvents.Falco("10.244.1.5:1->203.0.113.7:443").Replace("\"k8s.ns.name\":\"shop\",\"k8s.pod.name\":\"web-6c9f7d5b8d-x2k4p\",", "", StringComparison.Ordinal);
        GeneratedPolicies generated = Generate(await SeeAsync(ConnectionEvents.Tetragon(Web, "203.0.113.7", 443), anyones));
        Assert.DoesNotContain("203.0.113.7", generated.Yaml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alerts_hold_for_the_flows_of_a_file_as_well()
    {
        SeenFlows seen = await SeeAsync(ConnectionEvents.Falco("10.244.1.5:43812->10.244.1.8:5432"));
        IReadOnlyList<ObservedFlow> file = HubbleFlows.Read(new StringReader("""{"from": "shop/web", "to": "shop/db", "port": 5432}""")).Flows;
        GeneratedPolicies generated = Cluster.Of(Shop).Generate(new GenerateOptions { FromManifests = false, Flows = [.. file, .. seen.Flows], Alerts = seen.Alerts });
        Assert.Empty(Cluster.Of([.. Shop, generated.Yaml]).Lines());
    }

    [Fact]
    public async Task What_nobody_can_attribute_gets_no_rule_and_is_said()
    {
        SeenFlows seen = await SeeAsync(ConnectionEvents.Tetragon(Web, "10.244.1.7", 8080, "2026-11-20T12:00:00Z"), ConnectionEvents.Tetragon(Web, "10.96.0.99", 80));
        Assert.Equal("shop/web => 10.244.1.7 : TCP 8080: shop/api had this address at another time; it is left out", Assert.Single(seen.Notes).Text);
        Assert.Equal(["shop/web => 10.96.0.99 : TCP 80"], seen.Flows.Select(flow => flow.ToString()));
    }

    [Fact]
    public async Task Questions_to_the_clusters_DNS_become_the_rule_that_everyone_gets()
    {
        JsonObject dns = ConnectionEvents.Service("kube-dns", "10.96.0.10");
        dns["metadata"]!["namespace"] = "kube-system";
        await ListAsync(fixture, [dns]);
        SeenFlows seen = await SeeAsync(
            ConnectionEvents.KubeArmor(Web, "sa_family=AF_INET sin_port=53", "kfunc=UDP_SENDMSG,domain=shop.example,daddr=10.96.0.10,qtype=A"), ConnectionEvents.Tetragon("api-6c9f7d5b8d-x2k4p", "203.0.113.7", 443));
        GeneratedPolicies generated = Generate(seen);
        Assert.Empty(generated.Notes);
        NetworkAnalyzer after = Cluster.Of([.. Shop, generated.Yaml]);
        Assert.Equal(2, generated.Yaml.Split("# cluster DNS").Length - 1);
        Assert.Empty(after.Check(seen.Flows, seen.Alerts));
        Assert.Equal(["shop/web => kube-system/kube-dns : UDP 53"], Cluster.Of([.. Shop, generated.Yaml.Replace("k8s-app: kube-dns", "k8s-app: other", StringComparison.Ordinal)]).Check(seen.Flows, seen.Alerts).Select(broken => broken.Flow.ToString()));
    }

    [Fact]
    public void An_address_of_the_pods_that_nobody_knows_gets_no_rule_where_their_range_is_known()
    {
        IReadOnlyList<ObservedFlow> flows = HubbleFlows.Read(new StringReader("{\"from\": \"shop/web\", \"to\": \"10.244.1.99\", \"port\": 80}\n{\"from\": \"shop/web\", \"to\": \"203.0.113.7\", \"port\": 443}")).Flows;
        var network = new NetworkAnalyzer(Cluster.Read(Shop), new NetworkOptions { PodRanges = ["10.244.0.0/16"] });
        GeneratedPolicies generated = network.Generate(new GenerateOptions { FromManifests = false, Flows = flows });
        Assert.Equal("shop/web => 10.244.1.99 : TCP 80: the address is a pod's, and nobody knows whose; it got no rule", Assert.Single(generated.Notes));
        Assert.Contains("203.0.113.7/32", generated.Yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("10.244.1.99", generated.Yaml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Service_that_is_not_in_the_input_is_said()
    {
        SeenFlows seen = await SeeAsync(ConnectionEvents.Tetragon(Web, "10.96.0.5", 80));
        NetworkAnalyzer alone = Cluster.Of(Shop[0]);
        Assert.Equal("shop/web => Service shop/api : TCP 80: Service shop/api is not in the input", Assert.Single(alone.Generate(new GenerateOptions { Flows = seen.Flows }).Notes));
        Assert.Null(Assert.Single(alone.Check(seen.Flows)).Why);
    }

    [Theory]
    [InlineData("2026-11-20T14:00:00Z", true)]
    [InlineData("2026-11-20T14:30:00Z", false)]
    public async Task What_a_taken_workload_did_since_is_doubted(string incident, bool doubted)
    {
        SeenFlows seen = await SeeAsync(ConnectionEvents.Tetragon(Web, "203.0.113.7", 443), FalcoEvents.Event(time: incident));
        Assert.Equal(doubted ? 1 : 0, seen.Notes.Count(note => note.Text.StartsWith("shop/web: incident fp1-", StringComparison.Ordinal) && note.Text.Contains("'Drop and execute new binary in container', is not settled", StringComparison.Ordinal)));
        Assert.Single(seen.Flows);
    }

    [Fact]
    public async Task A_store_without_a_connection_says_so()
    {
        SeenFlows seen = await SeeAsync(FalcoEvents.Event());
        Assert.Empty(seen.Flows);
        Assert.Contains("no sensor has told of an ordinary connection yet", Assert.Single(seen.Notes).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_stores_merged_know_what_either_knew()
    {
        await SeeAsync(ConnectionEvents.Tetragon(Web, "203.0.113.7", 443) + ConnectionEvents.Tetragon(Web, "10.96.0.5", 80));
        using var other = new StoreFixture();
        await using (IncidentStore left = await fixture.OpenAsync())
        await using (IncidentStore right = await other.OpenAsync())
        {
            await right.RecordAsync(StoreFixture.Text(ConnectionEvents.Tetragon(Web, "10.96.0.5", 80) + ConnectionEvents.Tetragon(Web, "203.0.113.8", 443) + ConnectionEvents.Falco("10.244.1.5:1->203.0.113.7:443")), "-");
            await right.MergeAsync(left);
            await left.MergeAsync(right);
            Assert.Equal(await left.ConnectionsAsync(), await right.ConnectionsAsync());
            Assert.Equal(1, (await left.ConnectionsAsync()).First(connection => connection.Peer.Address == "10.96.0.5").CountLowerBound);
        }

        Assert.Equal(["shop/web[Deployment] => 203.0.113.8-203.0.113.8 : TCP 443", "shop/web[Deployment] => shop/api[Deployment] : TCP 8080"],
            Cluster.Of([.. Shop, Generate(await SeenFlows.ReadAsync(other.Location)).Yaml]).Lines());
    }

    private static GeneratedPolicies Generate(SeenFlows seen) =>
        Cluster.Of(Shop).Generate(new GenerateOptions { FromManifests = false, Flows = seen.Flows, Alerts = seen.Alerts });

    private async Task<SeenFlows> SeeAsync(params string[] events)
    {
        await using (IncidentStore store = await fixture.OpenAsync())
        {
            Assert.Equal(0, (await store.RecordAsync(StoreFixture.Text(string.Concat(events)), "-")).SetAsideCount);
        }

        await ListAsync(fixture, Listing);
        return await SeenFlows.ReadAsync(fixture.Location);
    }

    private static async Task ListAsync(StoreFixture fixture, JsonObject[] items)
    {
        await using IncidentStore store = await fixture.OpenAsync();
        await store.RecordSnapshotAsync(StoreFixture.Text(PodListing.List([.. items.Select(item => (JsonObject)item.DeepClone())])), "-", new SnapshotOptions { At = 1_795_190_400_000_000_000 });
    }
}
