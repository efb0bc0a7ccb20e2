using System.Text.Json.Nodes;
using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Images;

namespace KubeSec.Core.Tests.Feedback;

/// <summary>The ladder from A0 to A5, over a real store.</summary>
public sealed class AttributionTests : IDisposable
{
    private readonly StoreFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task A_digest_in_the_event_is_A0_and_no_inventory_makes_it_less()
    {
        await using IncidentStore store = await fixture.OpenAsync();
        await Listed(store, "2026-11-20T14:10:00Z", PodListing.Pod());
        IncidentAttribution found = await Recorded(store, FalcoEvents.Event(digest: FalcoEvents.Digest, container: ""));
        Assert.Equal(AttributionLevel.DigestInEvent, found.Level);
        Assert.Contains(FalcoEvents.Digest, found.Digests);
    }

    [Fact]
    public async Task A_pod_of_that_moment_is_A1_and_names_digest_node_and_owners()
    {
        await using IncidentStore store = await fixture.OpenAsync();
        await Listed(store, "2026-11-20T14:10:00Z", PodListing.Pod(), PodListing.Controller("ReplicaSet", "web-6c9f7d5b8d", "rs-1", PodListing.Owner("Deployment", "web", "d-1")));
        IncidentAttribution found = await Recorded(store, FalcoEvents.Event(container: ""));
        Assert.Equal(AttributionLevel.PodInInventory, found.Level);
        AttributedContainer joined = Assert.Single(found.Containers);
        Assert.True(joined.Certain);
        Assert.Equal(("uid-a", "web", PodListing.IdA, PodListing.DigestA, "node-1"), (joined.Container.PodUid, joined.Container.Container, joined.Container.ContainerId, joined.Container.Digest, joined.Container.Node));
        Assert.Equal(["ReplicaSet/web-6c9f7d5b8d", "Deployment/web"], joined.Container.Owners);
        Assert.Equal([PodListing.DigestA], found.Digests);
    }

    [Theory]
    [InlineData(PodListing.IdA, AttributionLevel.ContainerInInventory, true)]
    [InlineData("a1a1a1a1a1a1", AttributionLevel.Workload, false)]
    [InlineData("c3c3c3c3c3c3", AttributionLevel.Tag, null)]
    public async Task A_container_id_alone_is_A2_only_in_full(string id, AttributionLevel level, bool? certain)
    {
        await using IncidentStore store = await fixture.OpenAsync();
        await Listed(store, "2026-11-20T14:10:00Z", PodListing.Pod());
        IncidentAttribution found = await Recorded(store, WithoutPod(FalcoEvents.Event(container: id)));
        Assert.Equal(level, found.Level);
        Assert.Equal(certain, found.Containers.Count == 0 ? null : Assert.Single(found.Containers).Certain);
    }

    [Fact]
    public async Task A_workload_in_the_event_is_A3_an_image_alone_A4_and_a_host_event_A5()
    {
        await using IncidentStore store = await fixture.OpenAsync();
        Assert.Equal(AttributionLevel.Workload, (await Recorded(store, FalcoEvents.Event(container: ""))).Level);
        Assert.Equal(AttributionLevel.Tag, (await Recorded(store, WithoutPod(FalcoEvents.Event(container: "", rule: "b")))).Level);
        IncidentAttribution host = await Recorded(store, FalcoEvents.Event(container: "host", rule: "c", digest: FalcoEvents.Digest));
        Assert.Equal(AttributionLevel.None, host.Level);
        Assert.Empty(host.Containers);
        Assert.Empty(host.Digests);
    }

    [Fact]
    public async Task A_reused_pod_name_is_resolved_by_time()
    {
        await using IncidentStore store = await fixture.OpenAsync();
        JsonObject set = PodListing.Owner("StatefulSet", "db", "s-1");
        await Listed(store, "2026-11-20T14:30:00Z", PodListing.Pod("db-0", "uid-a", "2026-11-20T14:00:00Z", owner: set, hash: null));
        await Listed(store, "2026-11-20T16:30:00Z", PodListing.Pod("db-0", "uid-b", "2026-11-20T15:00:00Z", digest: PodListing.DigestB, id: PodListing.IdB, owner: (JsonObject)set.DeepClone(), hash: null));
        Assert.Equal("uid-a", Assert.Single((await Recorded(store, Event("a", "2026-11-20T14:15:00Z"))).Containers).Container.PodUid);
        IncidentAttribution later = await Recorded(store, Event("b", "2026-11-20T15:30:00Z"));
        Assert.Equal((AttributionLevel.PodInInventory, PodListing.DigestB), (later.Level, Assert.Single(later.Digests)));
        // Between the last sight of one and the making of the other nobody looked: another pod of that name may have come and gone.
        IncidentAttribution between = await Recorded(store, Event("c", "2026-11-20T14:45:00Z"));
        Assert.Equal(AttributionLevel.Workload, between.Level);
        Assert.False(Assert.Single(between.Containers).Certain);
        Assert.Empty(between.Digests);

        static string Event(string rule, string time) => FalcoEvents.Event(rule: rule, pod: "db-0", container: "", time: time);
    }

    [SkippableTheory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Both_engines_tie_alike(string engine)
    {
        using StoreFixture own = await StoreFixture.OnAsync(engine);
        await using IncidentStore store = await own.OpenAsync();
        string early = await Id(store, FalcoEvents.Event(rule: "early", container: ""));
        await Record(store, "2026-11-20T14:30:00Z", "east", "", PodListing.List(PodListing.Pod(image: $"ghcr.io/acme/shop-web@{PodListing.DigestB}")));
        string late = await Id(store, WithoutPod(FalcoEvents.Event(rule: "late", container: PodListing.IdA)));
        await Record(store, "2026-11-20T14:40:00Z", "east", "", PodListing.List());
        IncidentAttribution[] found = [(await store.AttributionAsync(early))!, (await store.AttributionAsync(late))!];
        Assert.Equal([AttributionLevel.PodInInventory, AttributionLevel.ContainerInInventory], found.Select(one => one.Level));
        Assert.All(found, one => Assert.Equal([PodListing.DigestA, PodListing.DigestB], one.Digests));
        Assert.Equal(At("2026-11-20T14:40:00Z"), Assert.Single(found[0].Containers).Container.ValidTo);
        await store.RecordGateRunAsync(new GateRunRecord { Verdict = "pass", Containers = [new DeployedContainer { Kind = "Deployment", Workload = "web", Container = "web", Image = "x", File = "a.yaml" }] });
        Assert.Equal("a.yaml", Assert.Single((await store.AttributionAsync(early))!.Origins).File);
        var query = new IncidentQuery { Images = [ImageReference.Parse($"mirror.example/web@{PodListing.DigestB}")], AtLeast = Severity.Info };
        Assert.Equal([MatchBasis.Digest, MatchBasis.Digest], (await store.FindAsync(query)).Select(match => match.Basis));
        var running = new RunningQuery { Digest = PodListing.DigestB, Workload = new WorkloadName("shop", "web"), From = 0, To = long.MaxValue };
        Assert.Equal((1, At("2026-11-20T14:30:00Z")), ((await store.SeenRunningAsync(running)).Pods, (await store.SeenRunningAsync(running)).Last));
        Assert.Empty(await store.LivePodsAsync("east", CancellationToken.None));
    }

    [Fact]
    public async Task An_event_before_the_pod_was_made_is_not_of_that_pod()
    {
        await using IncidentStore store = await fixture.OpenAsync();
        await Listed(store, "2026-11-20T14:30:00Z", PodListing.Pod());
        Assert.Empty((await Recorded(store, FalcoEvents.Event(container: "", time: "2026-11-20T13:59:59Z"))).Containers);
    }

    [Fact]
    public async Task Two_clusters_with_the_same_pod_name_give_a_set_and_charge_no_image()
    {
        await using IncidentStore store = await fixture.OpenAsync();
        await Listed(store, "2026-11-20T14:10:00Z", "east", PodListing.Pod());
        await Listed(store, "2026-11-20T14:10:00Z", "west", PodListing.Pod(uid: "uid-b", digest: PodListing.DigestB, id: PodListing.IdB));
        IncidentAttribution found = await Recorded(store, FalcoEvents.Event(container: ""));
        Assert.Equal(AttributionLevel.Workload, found.Level);
        Assert.Equal(["east", "west"], found.Containers.Select(joined => joined.Container.Cluster));
        Assert.All(found.Containers, joined => Assert.False(joined.Certain));
        Assert.Empty(found.Digests);
    }

    [Fact]
    public async Task A_container_that_the_event_does_not_name_is_one_of_the_pods()
    {
        await using IncidentStore store = await fixture.OpenAsync();
        JsonObject pod = PodListing.Pod();
        pod["spec"]!["containers"]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = "proxy", ["image"] = "ghcr.io/acme/proxy:2" });
        pod["status"]!["containerStatuses"]!.AsArray().Add((JsonNode)new JsonObject
        {
            ["name"] = "proxy",
            ["containerID"] = $"containerd://{PodListing.IdB}",
            ["imageID"] = $"ghcr.io/acme/proxy@{PodListing.DigestB}",
            ["state"] = new JsonObject { ["running"] = new JsonObject { ["startedAt"] = "2026-11-20T14:00:00Z" } },
        });
        await Listed(store, "2026-11-20T14:10:00Z", pod);
        const string Unnamed = "\"container.name\":\"web\",";
        IncidentAttribution either = await Recorded(store, FalcoEvents.Event(rule: "a", container: "", image: "").Replace(Unnamed, "", StringComparison.Ordinal));
        Assert.Equal((AttributionLevel.Workload, 2), (either.Level, either.Containers.Count));
        IncidentAttribution byImage = await Recorded(store, FalcoEvents.Event(rule: "b", container: "", image: "ghcr.io/acme/proxy").Replace(Unnamed, "", StringComparison.Ordinal));
        Assert.Equal((AttributionLevel.PodInInventory, "proxy"), (byImage.Level, Assert.Single(byImage.Containers).Container.Container));
    }

    [Fact]
    public async Task A_late_listing_ties_what_was_recorded_before_and_a_missing_pod_unties_it()
    {
        await using IncidentStore store = await fixture.OpenAsync();
        string id = await Id(store, FalcoEvents.Event(container: "", time: "2026-11-20T14:20:00Z"));
        Assert.Equal(AttributionLevel.Workload, (await store.AttributionAsync(id))!.Level);
        await Listed(store, "2026-11-20T14:10:00Z", PodListing.Pod());
        Assert.Equal((AttributionLevel.Workload, 1), ((await store.AttributionAsync(id))!.Level, (await store.AttributionAsync(id))!.Containers.Count));
        await Listed(store, "2026-11-20T14:30:00Z", PodListing.Pod());
        Assert.Equal(AttributionLevel.PodInInventory, (await store.AttributionAsync(id))!.Level);
        Assert.Equal(AttributionLevel.PodInInventory, (await store.ShowAsync(id))!.Attribution);

        string gone = await Id(store, FalcoEvents.Event(rule: "later", container: "", time: "2026-11-20T15:20:00Z"));
        Assert.Single((await store.AttributionAsync(gone))!.Containers);
        await Record(store, "2026-11-20T15:10:00Z", "", whole: "", PodListing.List(PodListing.Pod("other", "uid-z", id: PodListing.IdB)));
        Assert.Empty((await store.AttributionAsync(gone))!.Containers);
        Assert.Equal(AttributionLevel.PodInInventory, (await store.AttributionAsync(id))!.Level);
    }

    [Fact]
    public async Task The_gate_stops_the_image_that_the_inventory_names_by_any_of_its_digests()
    {
        await using IncidentStore store = await fixture.OpenAsync();
        const string Index = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
        await Listed(store, "2026-11-20T14:10:00Z", PodListing.Pod(image: $"ghcr.io/acme/shop-web:1@{Index}"));
        string id = await Id(store, FalcoEvents.Event(container: "", extra: "").Replace("\"proc.exepath\"", "\"evt.arg.flags\":\"EXE_LOWER_LAYER\",\"proc.exepath\"", StringComparison.Ordinal));
        Assert.Equal([Index, PodListing.DigestA], (await store.AttributionAsync(id))!.Digests);

        var query = new IncidentQuery { Images = [ImageReference.Parse($"mirror.example/acme/shop-web@{Index}")] };
        Assert.Equal((id, MatchBasis.Digest), Assert.Single(await store.FindAsync(query)) is var match ? (match.Incident.Id, match.Basis) : default);
        var container = new DeployedContainer { Kind = "Job", Workload = "elsewhere", Container = "c", Image = $"mirror.example/acme/shop-web@{Index}" };
        Assert.Equal(FeedbackCheck.DeniedDigest, Assert.Single((await store.JudgeAsync([container], Severity.High)).Blocks).Check);
    }

    [Fact]
    public async Task A_scanners_report_names_the_layers_and_digests_of_an_image()
    {
        await using IncidentStore store = await fixture.OpenAsync();
        await Listed(store, "2026-11-20T14:10:00Z", PodListing.Pod());
        string id = await Id(store, FalcoEvents.Event(container: ""));
        await store.RecordAsync(
            StoreFixture.Text(
                $$"""
                {"SchemaVersion":2,"ArtifactName":"ghcr.io/acme/shop-web:1","ArtifactType":"container_image","Results":[],"Metadata":{
                  "ImageID":"{{FalcoEvents.Digest}}","RepoDigests":["ghcr.io/acme/shop-web@{{PodListing.DigestA}}"],
                  "DiffIDs":["{{PodListing.DigestB}}"],"Layers":[{"DiffID":"{{PodListing.DigestB}}","Digest":"{{PodListing.DigestA}}"}] } }
                """),
            "-");
        IncidentAttribution found = (await store.AttributionAsync(id))!;
        Assert.Equal([FalcoEvents.Digest, PodListing.DigestA], found.Digests);
        Assert.Equal([new ImageLayer(0, PodListing.DigestB, PodListing.DigestA)], found.Layers);
    }

    [Fact]
    public async Task The_manifest_line_and_commit_are_those_of_the_image_that_ran()
    {
        await using IncidentStore store = await fixture.OpenAsync();
        await store.RecordGateRunAsync(Run("one", "ghcr.io/acme/shop-web:1", 12));
        await store.RecordGateRunAsync(Run("two", "ghcr.io/acme/shop-web:2", 14));
        await Listed(store, "2026-11-20T14:10:00Z", PodListing.Pod());
        ManifestOrigin origin = Assert.Single((await Recorded(store, FalcoEvents.Event(container: ""))).Origins);
        Assert.Equal(("deploy/web.yaml", 12, "one"), (origin.File, origin.Line, origin.Commit));

        static GateRunRecord Run(string commit, string image, int line) => new()
        {
            Verdict = "pass",
            Commit = commit,
            Containers = [new DeployedContainer { Namespace = "shop", Kind = "Deployment", Workload = "web", Container = "web", Image = image, File = "deploy/web.yaml", Line = line }],
        };
    }

    [Fact]
    public async Task An_image_was_seen_running_only_while_its_pods_were_surely_there()
    {
        await using IncidentStore store = await fixture.OpenAsync();
        await Listed(store, "2026-11-20T14:10:00Z", PodListing.Pod(), PodListing.Pod("web-6c9f7d5b8d-second", "uid-b", id: PodListing.IdB));
        RunningEvidence Ask(string digest, string from, string to) => store.SeenRunningAsync(
            new RunningQuery { Digest = digest, Workload = new WorkloadName("shop", "web"), From = At(from), To = At(to) }).GetAwaiter().GetResult();
        RunningEvidence seen = Ask(PodListing.DigestA, "2026-11-20T14:05:00Z", "2026-11-20T15:00:00Z");
        Assert.Equal((2, At("2026-11-20T14:05:00Z"), At("2026-11-20T14:10:00Z")), (seen.Pods, seen.First, seen.Last));
        Assert.Equal([PodListing.DigestA], seen.Digests);
        Assert.False(Ask(PodListing.DigestB, "2026-11-20T14:05:00Z", "2026-11-20T15:00:00Z").Seen);
        Assert.False(Ask(PodListing.DigestA, "2026-11-20T14:11:00Z", "2026-11-20T15:00:00Z").Seen);
    }

    [Fact]
    public async Task What_cannot_be_read_is_set_aside_and_makes_no_pod_gone()
    {
        await using IncidentStore store = await fixture.OpenAsync();
        await Listed(store, "2026-11-20T14:10:00Z", PodListing.Pod());
        SnapshotResult result = await Record(store, "2026-11-20T14:20:00Z", "", whole: "", PodListing.List(new JsonObject { ["kind"] = "Pod", ["metadata"] = new JsonObject { ["name"] = "x" } }));
        Assert.Equal("a pod without a uid", Assert.Single(result.SetAside).Reason);
        SnapshotResult cut = await Record(store, "2026-11-20T14:21:00Z", "", whole: "", PodListing.List(PodListing.Pod("y", "uid-y"))[..^80]);
        Assert.Contains("cut off", Assert.Single(cut.SetAside).Reason, StringComparison.Ordinal);
        Assert.Single((await Recorded(store, FalcoEvents.Event(container: "", time: "2026-11-20T14:30:00Z"))).Containers);
    }

    private static long At(string time) => (DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * 100;

    private static string WithoutPod(string falco) => falco
        .Replace("\"k8s.ns.name\":\"shop\",", "", StringComparison.Ordinal).Replace("\"k8s.pod.name\":\"web-6c9f7d5b8d-x2k4p\",", "", StringComparison.Ordinal);

    private static Task<SnapshotResult> Listed(IncidentStore store, string at, params JsonObject[] items) => Record(store, at, "", null, PodListing.List(items));

    private static Task<SnapshotResult> Listed(IncidentStore store, string at, string cluster, params JsonObject[] items) => Record(store, at, cluster, null, PodListing.List(items));

    private static Task<SnapshotResult> Record(IncidentStore store, string at, string cluster, string? whole, string list) =>
        store.RecordSnapshotAsync(StoreFixture.Text(list), "-", new SnapshotOptions { Cluster = cluster, At = At(at), Whole = whole });

    private static async Task<string> Id(IncidentStore store, string falco)
    {
        HashSet<string> before = [.. (await store.ListAsync(new IncidentQuery { AtLeast = Severity.Info })).Select(incident => incident.Id)];
        await store.RecordAsync(StoreFixture.Text(falco), "-");
        return Assert.Single((await store.ListAsync(new IncidentQuery { AtLeast = Severity.Info })).Select(incident => incident.Id), id => !before.Contains(id));
    }

    private static async Task<IncidentAttribution> Recorded(IncidentStore store, string falco) => (await store.AttributionAsync(await Id(store, falco)))!;
}
