using System.Text.Json.Nodes;
using KubeSec.Feedback;
using KubeSec.Findings;

namespace KubeSec.Core.Tests.Feedback;

/// <summary>Who was seen to talk to whom, and what the other end was at that time.</summary>
public sealed class ConnectionsOnSqliteTests() : ConnectionTests("sqlite");

public sealed class ConnectionsOnPostgresTests() : ConnectionTests("postgres");

public abstract class ConnectionTests(string engine) : StoreTests(engine)
{
    private static readonly IncidentQuery Any = new() { AtLeast = Severity.Info };

    [SkippableTheory]
    [InlineData("tetragon", "shop/web -> Tcp 203.0.113.7:443")]
    [InlineData("tetragon accept", "shop/web <- Tcp 10.244.1.9:37360")]
    [InlineData("kubearmor", "shop/web -> Tcp 10.43.0.5:80")]
    [InlineData("kubearmor accept", "shop/web <- Tcp 2001:db8::5:8080")]
    [InlineData("kubearmor dns", "shop/web -> Udp 10.43.0.10:53")]
    [InlineData("tracee", "shop/web -> Tcp 203.0.113.9:443")]
    [InlineData("tracee socket", "shop/web -> Udp 203.0.113.9:53")]
    [InlineData("tracee proto", "shop/web -> Tcp 203.0.113.9:443")]
    public async Task Every_sensor_that_tells_of_a_connection_is_understood(string sensor, string expected)
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        await Record(store, Event(sensor));
        Assert.Equal(expected, Line(Assert.Single(await store.ConnectionsAsync())));
        Assert.Empty(await store.ListAsync(Any));
    }

    [SkippableTheory]
    [InlineData("tetragon close")]
    [InlineData("tetragon loopback")]
    [InlineData("tetragon host")]
    [InlineData("kubearmor syscall")]
    [InlineData("tracee packet")]
    public async Task What_does_not_tell_who_opened_what_to_whom_is_no_connection(string sensor)
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        Assert.Equal(1, (await Record(store, Event(sensor))).Recorded);
        Assert.Empty(await store.ConnectionsAsync());
    }

    [SkippableTheory]
    [InlineData(""","message":"outside the cluster" """, "KPROBE_ACTION_POST")]
    [InlineData(""","tags":["T1041"]""", "KPROBE_ACTION_POST")]
    [InlineData("", "KPROBE_ACTION_SIGKILL")]
    public async Task A_tracing_policy_that_minds_a_connection_raises_an_alert_over_it(string more, string action)
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        await Record(store, ConnectionEvents.Tetragon("web-6c9f7d5b8d-x2k4p", "203.0.113.7", 443, more: more, action: action));
        Assert.Single(await store.ListAsync(Any));
        Assert.All(await store.ConnectionsAsync(), connection => Assert.Equal(ConnectionStanding.Alert, connection.Standing));
        Assert.Contains("shop/web -> any 203.0.113.7:443", (await store.ConnectionsAsync()).Select(Line));
    }

    [SkippableFact]
    public async Task A_connection_is_one_however_often_and_in_whichever_pod_it_was_seen()
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        await Record(store, string.Concat(Enumerable.Range(10, 40).Select(second => ConnectionEvents.Tetragon($"web-6c9f7d5b8d-x2k{second % 9}p", "203.0.113.7", 443, $"2026-11-20T14:05:{second}Z"))));
        await Record(store, ConnectionEvents.Tetragon("web-6c9f7d5b8d-x2k1p", "203.0.113.7", 443, "2026-11-20T14:05:10Z"));
        ObservedConnection one = Assert.Single(await store.ConnectionsAsync());
        Assert.Equal(40, one.CountLowerBound);
        Assert.Equal(39_000_000_000, one.LastSeen - one.FirstSeen);
    }

    [SkippableFact]
    public async Task An_address_is_the_pod_Service_or_node_that_the_inventory_says_and_stays_an_address_where_it_says_nothing()
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        foreach (string peer in (string[])["10.244.1.7", "fd00::7", "10.96.0.5", "192.0.2.10", "192.0.2.11", "203.0.113.7"])
        {
            await Record(store, ConnectionEvents.Tetragon("web-6c9f7d5b8d-x2k4p", peer, 8080));
        }

        await List(store, "2026-11-20T15:00:00Z",
            ConnectionEvents.Pod("api", "10.244.1.7,fd00::7"), ConnectionEvents.Pod("agent", "192.0.2.11", node: "192.0.2.11", hostNetwork: true), ConnectionEvents.Service("api", "10.96.0.5"), ConnectionEvents.Node("node-1", "192.0.2.10"));
        Assert.Equal(
            ["Workload shop/api", "Service shop/api", "Node /node-1", "Node /node-1", "Address /", "Workload shop/api"],
            (await store.ConnectionsAsync()).OrderBy(connection => connection.Peer.Address, StringComparer.Ordinal).Select(connection => $"{connection.Peer.Kind} {connection.Peer.Namespace}/{connection.Peer.Name}"));
    }

    [SkippableTheory]
    [InlineData("2026-11-20T14:10:00Z", "Workload shop/api")]
    [InlineData("2026-11-20T14:55:00Z", "Unresolved /")]
    [InlineData("2026-11-20T15:30:00Z", "Workload shop/jobs")]
    [InlineData("2026-11-20T16:30:00Z", "Unresolved /")]
    [InlineData("2026-11-20T12:00:00Z", "Unresolved /")]
    public async Task An_address_that_was_used_again_belongs_to_whom_it_belonged_to_then(string at, string expected)
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        await Record(store, ConnectionEvents.Tetragon("web-6c9f7d5b8d-x2k4p", "10.244.1.7", 8080, at));
        await List(store, "2026-11-20T14:30:00Z", ConnectionEvents.Pod("api", "10.244.1.7"));
        await List(store, "2026-11-20T16:00:00Z", ConnectionEvents.Pod("jobs", "10.244.1.7", created: "2026-11-20T15:00:00Z"));
        ConnectionPeer peer = Assert.Single(await store.ConnectionsAsync()).Peer;
        Assert.Equal(expected, $"{peer.Kind} {peer.Namespace}/{peer.Name}");
        Assert.Equal(peer.Kind == ConnectionPeerKind.Unresolved, peer.Why is not null);
    }

    [SkippableFact]
    public async Task A_connection_seen_while_two_workloads_had_the_address_is_nobodys()
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        await Record(store, ConnectionEvents.Tetragon("web-6c9f7d5b8d-x2k4p", "10.244.1.7", 8080, "2026-11-20T14:10:00Z") + ConnectionEvents.Tetragon("web-6c9f7d5b8d-x2k4p", "10.244.1.7", 8080, "2026-11-20T15:30:00Z"));
        await List(store, "2026-11-20T14:30:00Z", ConnectionEvents.Pod("api", "10.244.1.7"));
        await List(store, "2026-11-20T16:00:00Z", ConnectionEvents.Pod("jobs", "10.244.1.7", created: "2026-11-20T15:00:00Z"));
        Assert.Equal("shop/api and shop/jobs both had this address in that time", Assert.Single(await store.ConnectionsAsync()).Peer.Why);
    }

    [SkippableFact]
    public async Task A_container_that_the_event_alone_names_is_found_in_the_inventory()
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        string anonymous = ConnectionEvents.Tetragon("x", "203.0.113.7", 443).Replace("\"pod\":{\"namespace\":\"shop\",\"name\":\"x\"}", $"\"docker\":\"{PodListing.IdB[..31]}\"", StringComparison.Ordinal);
        await Record(store, anonymous);
        Assert.Equal("", Assert.Single(await store.ConnectionsAsync()).Workload);
        await List(store, "2026-11-20T15:00:00Z", PodListing.Pod(id: PodListing.IdB));
        Assert.Equal("shop/web -> Tcp 203.0.113.7:443", Line(Assert.Single(await store.ConnectionsAsync())));
    }

    [SkippableFact]
    public async Task An_alert_stands_for_every_end_it_may_have_been_about()
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        await Record(store, ConnectionEvents.Falco("10.244.1.5:43812->10.244.1.7:8080"));
        await List(store, "2026-11-20T13:30:00Z", ConnectionEvents.Pod("api", "10.244.1.7"));
        IReadOnlyList<ObservedConnection> connections = await store.ConnectionsAsync();
        Assert.All(connections, connection => Assert.Equal(ConnectionStanding.Alert, connection.Standing));
        Assert.Contains(connections, connection => connection is { Direction: ConnectionDirection.Out, Peer: { Kind: ConnectionPeerKind.Workload, Name: "api" }, Port: 8080 });
        Assert.Contains(connections, connection => connection is { Direction: ConnectionDirection.Out, Peer: { Kind: ConnectionPeerKind.Address, Address: "10.244.1.7" }, Port: 8080 });
        Assert.Contains(connections, connection => connection is { Direction: ConnectionDirection.In, Peer.Address: "10.244.1.5", Port: 8080 });
    }

    [SkippableFact]
    public async Task One_alert_that_names_hundreds_of_connections_does_not_fill_the_store()
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        await Record(store, FalcoEvents.Event(cmdline: string.Join(' ', Enumerable.Range(1, 150).Select(i => $"10.0.0.{i}:1->10.1.0.{i}:80"))));
        Assert.Equal(64, (await store.ConnectionsAsync()).Count);
    }

    [SkippableTheory]
    [InlineData("->203.0.113.7:443", "203.0.113.7:443")]
    [InlineData("[2001:db8::5]:1->[2001:db8::7]:443", "2001:db8::7:443")]
    [InlineData("2001:db8::5:43812->2001:db8::7:443", "2001:db8::7:443")]
    [InlineData("{'sa_family':'AF_INET','sin_addr':'203.0.113.7','sin_port':'443'}", "203.0.113.7:443")]
    public async Task However_a_sensor_writes_the_connection_of_an_alert_it_is_read(string target, string peer)
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        await Record(store, ConnectionEvents.Falco(target.Replace("'", "\\\"", StringComparison.Ordinal)));
        Assert.Contains($"shop/web -> any {peer}", (await store.ConnectionsAsync()).Select(Line));
    }

    private static Task<RecordResult> Record(IncidentStore store, string events) => store.RecordAsync(StoreFixture.Text(events), "-");

    private static Task<SnapshotResult> List(IncidentStore store, string at, params JsonObject[] items) => store.RecordSnapshotAsync(
        StoreFixture.Text(PodListing.List(items)), "-", new SnapshotOptions { At = (DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture).UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * 100 });

    private static string Line(ObservedConnection connection) => FormattableString.Invariant(
        $"{connection.Namespace}/{connection.Workload} {(connection.Direction == ConnectionDirection.Out ? "->" : "<-")} {connection.Protocol?.ToString() ?? "any"} {connection.Peer.Address}:{connection.Port}");

    private static string Event(string sensor) => sensor switch
    {
        "tetragon" => ConnectionEvents.Tetragon("web-6c9f7d5b8d-x2k4p", "203.0.113.7", 443),
        "tetragon accept" => ConnectionEvents.Tetragon("web-6c9f7d5b8d-x2k4p", "10.244.1.9", 51000, call: "inet_csk_accept"),
        "tetragon close" => ConnectionEvents.Tetragon("web-6c9f7d5b8d-x2k4p", "203.0.113.7", 443, call: "tcp_close"),
        "tetragon loopback" => ConnectionEvents.Tetragon("web-6c9f7d5b8d-x2k4p", "::1", 443),
        "tetragon host" => ConnectionEvents.Tetragon("x", "203.0.113.7", 443).Replace(""","pod":{"namespace":"shop","name":"x"}""", "", StringComparison.Ordinal),
        "kubearmor" => ConnectionEvents.KubeArmor("web-6c9f7d5b8d-x2k4p", "remoteip=10.43.0.5 port=80 protocol=TCP", "kprobe=tcp_connect domain=AF_INET"),
        "kubearmor accept" => ConnectionEvents.KubeArmor("web-6c9f7d5b8d-x2k4p", "remoteip=2001:db8::5 port=8080 protocol=TCP", "kprobe=tcp_accept domain=AF_INET6"),
        "kubearmor dns" => ConnectionEvents.KubeArmor("web-6c9f7d5b8d-x2k4p", "sa_family=AF_INET sin_port=53", "kfunc=UDP_SENDMSG,domain=google.com,daddr=10.43.0.10,qtype=A"),
        "kubearmor syscall" => ConnectionEvents.KubeArmor("web-6c9f7d5b8d-x2k4p", "sa_family=AF_INET sin_port=53 sin_addr=10.0.0.10", "syscall=SYS_CONNECT fd=10"),
        "tracee" => Tracee("net_tcp_connect", """{"name":"dst","type":"const char*","value":"203.0.113.9"},{"name":"dst_port","type":"int","value":443},{"name":"dst_dns","type":"const char **","value":["pay.example"]}"""),
        "tracee socket" => Tracee("security_socket_connect", """{"name":"sockfd","type":"int","value":5},{"name":"type","type":"string","value":"SOCK_DGRAM"},{"name":"remote_addr","type":"struct sockaddr*","value":{"sa_family":"AF_INET","sin_addr":"203.0.113.9","sin_port":"53"} }"""),
        "tracee packet" => Tracee("net_packet_tcp", """{"name":"src","type":"const char*","value":"10.0.0.1"},{"name":"dst","type":"const char*","value":"203.0.113.9"},{"name":"dst_port","type":"u16","value":443}"""),
        _ => """
            {"timestamp":"2026-11-20T14:05:00Z","id":"net_tcp_connect","name":"net_tcp_connect","workload":{"process":{"thread":{"name":"server"},"pid":{"value":7}},"container":{"id":"a1a1a1a1a1a1","name":"web","image":{"name":"web:1"}},"k8s":{"pod":{"name":"web-6c9f7d5b8d-x2k4p","uid":"u"},"namespace":{"name":"shop"}}},"data":[{"name":"dst","str":"203.0.113.9"},{"name":"dst_port","int32":443}]}

            """,
    };

    private static string Tracee(string name, string arguments) => $$"""
        {"timestamp":1795183500000000000,"hostProcessId":7,"hostThreadId":7,"userId":0,"processName":"server","hostName":"node-1","containerId":"a1a1a1a1a1a1","container":{"id":"a1a1a1a1a1a1","name":"web"},"kubernetes":{"podName":"web-6c9f7d5b8d-x2k4p","podNamespace":"shop","podUID":"u"},"eventId":"1","eventName":"{{name}}","args":[{{arguments}}]}

        """;
}
