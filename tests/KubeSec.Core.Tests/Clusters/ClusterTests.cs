using System.Text.Json.Nodes;
using KubeSec.Cluster;
using KubeSec.Core.Tests.Feedback;
using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Manifests;

namespace KubeSec.Core.Tests.Clusters;

/// <summary>Reading a live cluster: pages, watches, and servers that misbehave.</summary>
public sealed class ClusterTests : IAsyncLifetime
{
    private const string Pods = "/api/v1/pods";
    private const string Services = "/api/v1/services";
    private const string ReplicaSets = "/apis/apps/v1/replicasets";

    private readonly StoreFixture fixture = new();
    private ApiServer server = null!;

    public async Task InitializeAsync() => server = await ApiServer.StartAsync();

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        fixture.Dispose();
    }

    [Fact]
    public async Task A_snapshot_reads_every_page_and_finds_the_workload_behind_each_pod()
    {
        PutWeb(pods: 5);
        await using IncidentStore store = await fixture.OpenAsync();
        using var watcher = new ClusterWatcher(server.Options);
        ClusterSnapshotResult result = await watcher.SnapshotAsync(store);
        Assert.Equal((5, 5), (result.Inventory.Pods, result.Inventory.Containers));
        Assert.Empty(result.Inventory.SetAside);
        Assert.Equal(["uid-0", "uid-1", "uid-2", "uid-3", "uid-4"], await store.LivePodsAsync("east", default));
        Assert.Equal((5, true), await RunningAsync(store));
    }

    [Fact]
    public async Task A_snapshot_and_a_watch_know_the_Services_by_their_addresses()
    {
        PutWeb(pods: 1);
        server.Put(Services, ConnectionEvents.Service("api", "10.96.0.5"));
        await using IncidentStore store = await fixture.OpenAsync();
        await store.RecordAsync(StoreFixture.Text(ConnectionEvents.Tetragon("web-6c9f7d5b8d-x2k4p", "10.96.0.5", 80) + ConnectionEvents.Tetragon("web-6c9f7d5b8d-x2k4p", "10.96.0.6", 80)), "-");
        using var watcher = new ClusterWatcher(server.Options);
        await watcher.SnapshotAsync(store);
        Assert.Equal(["api", ""], (await store.ConnectionsAsync()).Select(connection => connection.Peer.Name));

        await using (Watching())
        {
            await UntilAsync(() => server.IsWatched(Services));
            server.Put(Services, ConnectionEvents.Service("cart", "10.96.0.6"));
            await UntilAsync(async () => (await store.ConnectionsAsync())[1].Peer is { Kind: ConnectionPeerKind.Service, Name: "cart" });
        }
    }

    [Fact]
    public async Task Rights_that_do_not_hold_Services_are_told_and_the_rest_is_read()
    {
        PutWeb(pods: 2);
        server.Misbehave(Services, ApiServer.Status(403));
        List<string> troubles = [];
        await using IncidentStore store = await fixture.OpenAsync();
        using var watcher = new ClusterWatcher(server.Options) { Trouble = troubles.Add };
        Assert.Equal(2, (await watcher.SnapshotAsync(store)).Inventory.Pods);
        Assert.Contains("services", Assert.Single(troubles), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_cluster_reports_of_itself_becomes_observations_once()
    {
        JsonObject pod = PodListing.Pod();
        pod["status"]!["containerStatuses"]![0]!["lastState"] = new JsonObject { ["terminated"] = new JsonObject { ["reason"] = "OOMKilled", ["exitCode"] = 137, ["finishedAt"] = "2026-11-20T15:00:00Z" } };
        server.Put(Pods, pod);
        server.Put("/api/v1/events", Event());
        await using IncidentStore store = await fixture.OpenAsync();
        using var watcher = new ClusterWatcher(server.Options);
        Assert.Equal(2, (await watcher.SnapshotAsync(store)).Observations.Recorded);
        RecordResult again = (await watcher.SnapshotAsync(store)).Observations;
        Assert.Equal((0, 2), (again.Recorded, again.Duplicates));
    }

    [Fact]
    public async Task A_listing_whose_pages_expire_begins_again()
    {
        PutWeb(pods: 5);
        server.Misbehave("/api/v1/pods?limit=2&continue=2", ApiServer.Status(410));
        await using IncidentStore store = await fixture.OpenAsync();
        using var watcher = new ClusterWatcher(server.Options);
        await watcher.SnapshotAsync(store);
        Assert.Equal(5, (await store.LivePodsAsync("east", default)).Count);
    }

    [Theory]
    [InlineData(401, ClusterFault.Unauthorized)]
    [InlineData(403, ClusterFault.Forbidden)]
    [InlineData(404, ClusterFault.NotFound)]
    [InlineData(500, ClusterFault.Unreachable)]
    public async Task A_refusal_is_a_fault_of_its_own_and_leaves_no_half_listing(int status, ClusterFault fault)
    {
        PutWeb(pods: 5);
        server.Misbehave("/api/v1/pods?limit=2&continue=2", ApiServer.Status(status));
        await using IncidentStore store = await fixture.OpenAsync();
        using var watcher = new ClusterWatcher(server.Options);
        Assert.Equal(fault, (await Assert.ThrowsAsync<ClusterException>(() => watcher.SnapshotAsync(store))).Fault);
        Assert.Equal((0, false), await RunningAsync(store));
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{\"kind\":\"PodList\"}")]
    [InlineData("{\"kind\":\"PodList\",\"items\":[{\"metadata\":{\"name\":\"a\"")]
    [InlineData("{\"kind\":\"PodList\",\"items\":[]}")]
    [InlineData("")]
    public async Task An_answer_that_is_no_list_proves_nothing(string text)
    {
        server.Misbehave("/api/v1/pods?limit", ApiServer.Text(text));
        await using IncidentStore store = await fixture.OpenAsync();
        using var watcher = new ClusterWatcher(server.Options);
        Assert.Equal(ClusterFault.Protocol, (await Assert.ThrowsAsync<ClusterException>(() => watcher.SnapshotAsync(store))).Fault);
    }

    [Fact]
    public async Task A_watch_follows_pods_that_come_and_go()
    {
        PutWeb(pods: 1);
        await using IncidentStore store = await fixture.OpenAsync();
        await using (Watching())
        {
            await UntilAsync(() => server.IsWatched(Pods));
            server.Put(Pods, PodListing.Pod(name: "web-6c9f7d5b8d-late", uid: "uid-late", id: PodListing.IdB));
            await UntilAsync(async () => (await store.LivePodsAsync("east", default)).Count == 2);
            server.Delete(Pods, "uid-0");
            await UntilAsync(async () => (await store.LivePodsAsync("east", default)) is ["uid-late"]);
        }
    }

    [Fact]
    public async Task A_watch_that_ends_or_breaks_goes_on_where_it_stopped()
    {
        PutWeb(pods: 1);
        await using IncidentStore store = await fixture.OpenAsync();
        await using (Watching())
        {
            await UntilAsync(() => server.IsWatched(Pods));
            server.Misbehave("pods?watch=1", ApiServer.Status(500, retryAfter: "0"));
            server.EndWatches(Pods);
            server.Put(Pods, PodListing.Pod(name: "web-6c9f7d5b8d-late", uid: "uid-late", id: PodListing.IdB));
            await UntilAsync(async () => (await store.LivePodsAsync("east", default)).Count == 2);
        }

        Assert.Single(server.Requests, request => request.StartsWith("/api/v1/pods?limit", StringComparison.Ordinal) && !request.Contains("continue=1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_version_that_is_too_old_is_listed_anew_and_what_vanished_meanwhile_is_gone()
    {
        PutWeb(pods: 2);
        await using IncidentStore store = await fixture.OpenAsync();
        await using (Watching())
        {
            await UntilAsync(() => server.IsWatched(Pods));
            await UntilAsync(async () => (await store.LivePodsAsync("east", default)).Count == 2);
            server.Misbehave("pods?watch=1", ApiServer.Text("""{"type":"ERROR","object":{"kind":"Status","code":410,"message":"too old resource version"}}"""));
            server.EndWatches(Pods);
            server.Delete(Pods, "uid-0");
            await UntilAsync(async () => (await store.LivePodsAsync("east", default)) is ["uid-1"]);
        }
    }

    [Fact]
    public async Task A_bookmark_moves_the_point_from_which_the_next_run_goes_on()
    {
        PutWeb(pods: 1);
        await using IncidentStore store = await fixture.OpenAsync();
        await using (Watching())
        {
            await UntilAsync(() => server.IsWatched(Pods));
            server.Say(Pods, """{"type":"BOOKMARK","object":{"kind":"Pod","metadata":{"resourceVersion":"4711"}}}""");
            server.Put(Pods, PodListing.Pod(name: "web-6c9f7d5b8d-b", uid: "uid-b"));
            await UntilAsync(async () => (await store.LivePodsAsync("east", default)).Count == 2);
        }

        int before = server.Requests.Count;
        await using (Watching())
        {
            await UntilAsync(() => server.Requests.Skip(before).Any(request => request.Contains("pods?watch", StringComparison.Ordinal)));
        }

        Assert.DoesNotContain(server.Requests.Skip(before), request => request.StartsWith("/api/v1/pods?limit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_watch_without_the_rights_ends_with_what_is_missing()
    {
        server.Misbehave("/api/v1/pods?limit", ApiServer.Status(403));
        await using IncidentStore store = await fixture.OpenAsync();
        using var watcher = new ClusterWatcher(server.Options);
        ClusterException fault = await Assert.ThrowsAsync<ClusterException>(() => watcher.WatchAsync(store));
        Assert.Contains("kubesec cluster role", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_is_judged_like_files_and_what_others_control_is_judged_with_them()
    {
        server.Put("/apis/apps/v1/deployments", Deployment());
        server.Put(ReplicaSets, PodListing.Controller("ReplicaSet", "web-6c9f7d5b8d", "rs-1", PodListing.Owner("Deployment", "web", "dep-1")));
        server.Put(Pods, PodListing.Pod());
        server.Put(Pods, PodListing.Pod(name: "stray", uid: "uid-stray", owner: PodListing.Owner("Unknown", "operator", "none")));
        IReadOnlyList<ManifestText> manifests = await ClusterManifests.ReadAsync(server.Options);
        Assert.Equal(["east/shop/Deployment/web", "east/shop/Pod/stray"], manifests.Select(manifest => manifest.Name));

        GateResult result = await new SecurityGate(new GateOptions { Texts = manifests, Policy = new GatePolicy(), Checks = GateChecks.Manifests }).JudgeAsync();
        Finding privileged = Assert.Single(result.Findings, finding => finding.Rule.Name == "privileged-container");
        Assert.Equal(("east/shop/Deployment/web", "spec.template.spec.containers[0].securityContext.privileged"), (privileged.Span.File, privileged.Path));
        Assert.Equal(2, result.Resources);
    }

    [Fact]
    public async Task One_namespace_is_asked_for_alone()
    {
        server.Put("/api/v1/namespaces/shop/pods", PodListing.Pod());
        await Assert.ThrowsAsync<ClusterException>(() => ClusterManifests.ReadAsync(server.Options with { Namespace = "shop" }));
        Assert.All(server.Requests, request => Assert.Contains("/namespaces/shop/", request, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("kind: [")]
    [InlineData("kind: Config\nclusters: []\n")]
    public void A_kubeconfig_that_leads_nowhere_is_said_to(string text)
    {
        string file = Path.Combine(fixture.Folder, "kubeconfig");
        File.WriteAllText(file, text);
        Assert.Equal(ClusterFault.Configuration, Assert.Throws<ClusterException>(() => new ClusterWatcher(new ClusterOptions { Kubeconfig = file })).Fault);
    }

    [Fact]
    public void The_role_allows_reading_alone_and_no_secrets()
    {
        string role = ClusterRights.ClusterRole();
        Assert.DoesNotContain("secrets", role, StringComparison.Ordinal);
        Assert.All(role.Split('\n').Where(line => line.Contains("verbs", StringComparison.Ordinal)), line => Assert.Equal("    verbs: [get, list, watch]", line));
        Assert.All(ResourceCollections.Manifests.Concat(ResourceCollections.Observations), collection => Assert.Contains(collection.Plural, role, StringComparison.Ordinal));
    }

    private void PutWeb(int pods)
    {
        server.Put(ReplicaSets, PodListing.Controller("ReplicaSet", "web-6c9f7d5b8d", "rs-1", PodListing.Owner("Deployment", "web", "dep-1")));
        for (int number = 0; number < pods; number++)
        {
            server.Put(Pods, PodListing.Pod(name: $"web-6c9f7d5b8d-{number}", uid: $"uid-{number}", id: $"{number:d64}"));
        }
    }

    private static JsonObject Deployment()
    {
        JsonObject deployment = PodListing.Controller("Deployment", "web", "dep-1");
        deployment["spec"] = new JsonObject
        {
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "web" } },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = "web" } },
                ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "web", ["image"] = "ghcr.io/acme/web:1", ["securityContext"] = new JsonObject { ["privileged"] = true } }) },
            },
        };
        return deployment;
    }

    private static JsonObject Event() => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "web.1", ["namespace"] = "shop", ["uid"] = "event-1" },
        ["involvedObject"] = new JsonObject { ["kind"] = "Pod", ["namespace"] = "shop", ["name"] = "web-6c9f7d5b8d-x2k4p", ["uid"] = "uid-a" },
        ["reason"] = "BackOff",
        ["message"] = "Back-off restarting failed container web",
        ["type"] = "Warning",
        ["count"] = 3,
        ["firstTimestamp"] = "2026-11-20T15:00:00Z",
        ["lastTimestamp"] = "2026-11-20T15:05:00Z",
        ["source"] = new JsonObject { ["component"] = "kubelet" },
    };

    private static async Task<(int Pods, bool Any)> RunningAsync(IncidentStore store)
    {
        var query = new RunningQuery { Digest = PodListing.DigestA, Workload = new WorkloadName("shop", "web"), From = 0, To = long.MaxValue };
        RunningEvidence evidence = await store.SeenRunningAsync(query);
        return (evidence.Pods, evidence.Last is not null);
    }

    private Watched Watching() => new(server.Options, fixture);

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (int tries = 0; !await holds(); tries++)
        {
            Assert.True(tries < 1200, "it did not happen within two minutes");
            await Task.Delay(100);
        }
    }

    /// <summary>A watch in the background with a store connection of its own.</summary>
    private sealed class Watched : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly Task run;

        public Watched(ClusterOptions options, StoreFixture fixture) => run = RunAsync(options, fixture);

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
            stop.Dispose();
        }

        private async Task RunAsync(ClusterOptions options, StoreFixture fixture)
        {
            await using IncidentStore store = await fixture.OpenAsync();
            using var watcher = new ClusterWatcher(options);
            await watcher.WatchAsync(store, stop.Token);
        }
    }
}
