using System.Globalization;
using KubeSec.Feedback;
using KubeSec.Feedback.Decisions;
using KubeSec.Findings;
using Microsoft.Extensions.Time.Testing;

namespace KubeSec.Core.Tests.Feedback;

/// <summary>What may settle an incident, and what may not.</summary>
public sealed class LifecycleOnSqliteTests() : LifecycleTests("sqlite");

public sealed class LifecycleOnPostgresTests() : LifecycleTests("postgres");

public abstract class LifecycleTests(string engine) : StoreTests(engine)
{
    private static readonly DateTimeOffset Built = DateTimeOffset.Parse("2026-11-21T00:00:00Z", CultureInfo.InvariantCulture);

    private readonly FakeTimeProvider time = new(Built);

    [SkippableFact]
    public async Task A_mitigation_is_verified_once_the_fixed_digest_ran_quietly_under_a_living_sensor()
    {
        await using IncidentStore store = await Fixture.OpenAsync(time: time);
        string id = await Mitigated(store);
        Assert.Contains("has not been seen running", await Missing(store, id), StringComparison.Ordinal);

        await Snapshot(store, 0, Pod("old", "uid-old", created: "2026-11-20T14:00:00Z"), Pod("new", "uid-new", created: "2026-11-21T01:00:00Z"));
        Assert.Contains("of before still runs", await Missing(store, id), StringComparison.Ordinal);

        await Snapshot(store, 2, Pod("new", "uid-new", created: "2026-11-21T01:00:00Z"));
        Assert.Contains("7 are asked", await Missing(store, id), StringComparison.Ordinal);

        time.SetUtcNow(Built.AddDays(10));
        Assert.Contains("days that are known of", await Missing(store, id), StringComparison.Ordinal);

        await Snapshot(store, 10, Pod("new", "uid-new", created: "2026-11-21T01:00:00Z"));
        Assert.Contains("the sensor on node node-1 was alive for 0 %", await Missing(store, id), StringComparison.Ordinal);

        await Beats(store, node: "node-2", hours: 10 * 24);
        Assert.Contains("the sensor on node node-1 was alive for 0 %", await Missing(store, id), StringComparison.Ordinal);

        await Beats(store, node: "node-1", hours: 10 * 24);
        Settlement settled = Assert.Single(await store.SettleAsync());
        Assert.Equal((IncidentState.Verified, true), (settled.State, settled.Moved));
        Assert.Equal(IncidentState.Verified, (await store.ShowAsync(id))!.State);
        Assert.True(await store.IsIntactAsync(id));

        // Verified is no end: without the control the next build is blocked, and the incident regresses.
        Assert.Equal(FeedbackCheck.RegressedControl, Assert.Single((await store.JudgeAsync([Web()], Severity.High)).Blocks).Check);
        await store.RecordGateRunAsync(new GateRunRecord { Verdict = "fail", Commit = "bad", Containers = [Web()] });
        Assert.Equal(IncidentState.Regressed, (await store.ShowAsync(id))!.State);
    }

    [SkippableFact]
    public async Task A_sensor_that_drops_events_verifies_nothing()
    {
        await using IncidentStore store = await Fixture.OpenAsync(time: time);
        string id = await Mitigated(store);
        time.SetUtcNow(Built.AddDays(9));
        await Snapshot(store, 9, Pod("new", "uid-new", created: "2026-11-21T01:00:00Z"));
        await Beats(store, node: "node-1", hours: 9 * 24, dropped: 3.5);
        Assert.Contains("dropped 3.5 %", await Missing(store, id), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Nobody_verifies_by_word_and_nobody_mitigates_without_evidence()
    {
        await using IncidentStore store = await Fixture.OpenAsync(time: time);
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event()), "-");
        string id = Assert.Single(await store.ListAsync(new IncidentQuery())).Id;
        Assert.False((await store.MoveAsync(id, IncidentState.Mitigated, "ann", "done", "")).Moved);
        Assert.True((await store.MoveAsync(id, IncidentState.Triaged, "ann", "real", "")).Moved);
        Assert.True((await store.MoveAsync(id, IncidentState.Mitigated, "ann", "an allow-list of executables is enforced", "ticket 7")).Moved);
        Assert.False((await store.MoveAsync(id, IncidentState.Verified, "ann", "looks good", "ticket 8")).Moved);
        await Assert.ThrowsAsync<ArgumentException>(() => store.MoveAsync(id, IncidentState.Regressed, " ", "x", "y"));

        // A person's word stands for what no manifest shows, until the same thing is seen again.
        Assert.Empty((await store.JudgeAsync([Web()], Severity.High)).Blocks);
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event(time: "2026-11-22T00:00:00Z")), "-");
        Assert.Equal(FeedbackCheck.RegressedControl, Assert.Single((await store.JudgeAsync([Web()], Severity.High)).Blocks).Check);
    }

    [SkippableFact]
    public async Task A_control_that_was_in_place_when_it_came_back_counts_no_more()
    {
        await using IncidentStore store = await Fixture.OpenAsync(time: time);
        await Mitigated(store);
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event(time: "2026-11-22T00:00:00Z")), "-");
        FeedbackBlock block = Assert.Single((await store.JudgeAsync([Web("ROFS")], Severity.High)).Blocks);
        Assert.Equal(["LSM_EXEC"], block.Asked.Select(control => control.Code));
        await store.RecordGateRunAsync(new GateRunRecord { Verdict = "pass", Commit = "c2", Containers = [Web("ROFS")] });
        Assert.Equal(IncidentState.Regressed, (await store.ShowAsync(block.Incident!.Id))!.State);
        Assert.Empty((await store.JudgeAsync([Web("ROFS", "LSM_EXEC")], Severity.High)).Blocks);
    }

    [SkippableFact]
    public async Task Half_a_deployment_mitigates_nothing()
    {
        await using IncidentStore store = await Fixture.OpenAsync(time: time);
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event()), "-");
        await store.RecordGateRunAsync(new GateRunRecord { Verdict = "pass", Commit = "c1", Containers = [Web("ROFS") with { Workload = "another" }] });
        Assert.Equal(IncidentState.Open, Assert.Single(await store.ListAsync(new IncidentQuery())).State);
    }

    [SkippableFact]
    public async Task What_was_tied_to_nothing_and_never_confirmed_is_forgotten_after_three_months()
    {
        await using IncidentStore store = await Fixture.OpenAsync(time: time);
        await store.RecordAsync(StoreFixture.Text("""{"hostname":"node-1","output":"x","priority":"Critical","rule":"Netcat/Socat Remote Code Execution on Host","source":"syscall","time":"2026-11-20T14:02:11Z","output_fields":{"container.id":"host","proc.name":"nc"}}"""), "-");
        Assert.Empty(await store.SettleAsync());
        time.SetUtcNow(Built.AddDays(91));
        Assert.Equal(IncidentState.Expired, Assert.Single(await store.SettleAsync()).State);
        await store.RecordAsync(StoreFixture.Text("""{"hostname":"node-1","output":"x","priority":"Critical","rule":"Netcat/Socat Remote Code Execution on Host","source":"syscall","time":"2027-06-01T00:00:00Z","output_fields":{"container.id":"host","proc.name":"nc"}}"""), "-");
        Assert.Equal(IncidentState.Open, Assert.Single(await store.ListAsync(new IncidentQuery())).State);
    }

    [SkippableFact]
    public async Task A_waiver_takes_its_first_day_and_its_severity_from_the_store()
    {
        await using IncidentStore store = await Fixture.OpenAsync(time: time);
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event(priority: "Error")), "-");
        string id = Assert.Single(await store.ListAsync(new IncidentQuery())).Id;
        var asked = new IncidentWaiver { Incident = id, Owner = "ann", Approver = "bob", Reason = "drill", From = new DateOnly(2026, 1, 1), UpTo = Severity.Critical, Expires = new DateOnly(2026, 12, 24) };
        Assert.True((await store.WaiveAsync(asked)).Moved);
        IncidentWaiver kept = Assert.Single(await store.WaiversAsync());
        Assert.Equal((new DateOnly(2026, 11, 21), Severity.High), (kept.From, kept.UpTo));
        Assert.False((await store.WaiveAsync(asked with { Expires = new DateOnly(2027, 2, 20) })).Moved);
        Assert.False((await store.WaiveAsync(asked with { Expires = new DateOnly(2026, 11, 20) })).Moved);
        Assert.False((await store.WaiveAsync(asked with { Approver = " ANN " })).Moved);
        Assert.True((await store.WaiveAsync(asked with { Revoked = true })).Moved);
        Assert.Empty(await store.WaiversAsync());
    }

    [SkippableFact]
    public async Task A_denied_layer_or_base_is_found_in_every_image_that_holds_it_and_doubt_is_said()
    {
        await using IncidentStore store = await Fixture.OpenAsync(time: time);
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event(digest: Digest('1'))), "-");
        string id = Assert.Single(await store.ListAsync(new IncidentQuery())).Id;
        await store.RecordAsync(StoreFixture.Text(Scan(Digest('1'), Digest('a'), Digest('b')) + Scan(Digest('2'), Digest('a'), Digest('b'), Digest('c')) + Scan(Digest('3'), Digest('d'))), "-");
        DeployedContainer built = Of(Digest('2')), other = Of(Digest('3')), unknown = Of(Digest('4'));
        var denial = new Denial { Incident = id, Kind = DenialKind.Layer, Digest = Digest('c'), Actor = "ann", Reason = "malware" };
        Assert.True((await store.DenyAsync(denial)).Moved);
        FeedbackVerdict layer = await store.JudgeAsync([built, other, unknown], Severity.Critical);
        Assert.Equal([(FeedbackCheck.DeniedLayer, built.Image)], layer.Blocks.Select(block => (block.Check, block.Container.Image)));
        Assert.Contains(unknown.Image, Assert.Single(layer.Undecided), StringComparison.Ordinal);

        await store.DenyAsync(denial with { Lifted = true });
        await store.DenyAsync(denial with { Kind = DenialKind.Base, Digest = Digest('1') });
        Assert.Equal([(FeedbackCheck.DeniedBase, built.Image)], (await store.JudgeAsync([built, other], Severity.Critical)).Blocks.Select(block => (block.Check, block.Container.Image)));
        Assert.False((await store.DenyAsync(denial with { Digest = "sha256:12" })).Moved);
    }

    [SkippableFact]
    public async Task A_history_that_was_changed_afterwards_is_told()
    {
        await using IncidentStore store = await Fixture.OpenAsync(time: time);
        string id = await Mitigated(store);
        Assert.True(await store.IsIntactAsync(id));
        await TamperAsync("UPDATE transition SET evidence = 'commit innocent'");

        Assert.False(await store.IsIntactAsync(id));
    }

    private static string Digest(char digit) => "sha256:" + new string(digit, 64);

    private static DeployedContainer Of(string digest) => new() { Kind = "Deployment", Workload = "w", Container = "c", Image = $"ghcr.io/acme/w@{digest}" };

    private static string Scan(string digest, params string[] layers) =>
        $$$"""{"SchemaVersion":2,"ArtifactName":"w","ArtifactType":"container_image","Metadata":{"ImageID":"{{{digest.Replace("sha256:", "sha256:0", StringComparison.Ordinal)[..71]}}}","DiffIDs":[{{{string.Join(',', layers.Select(layer => $"\"{layer}\""))}}}],"RepoDigests":["ghcr.io/acme/w@{{{digest}}}"]},"Results":[]}""" + "\n";

    private static System.Text.Json.Nodes.JsonObject Pod(string name, string uid, string created) =>
        PodListing.Pod(name: name, uid: uid, created: created, digest: PodListing.DigestB, id: uid.PadRight(64, '0'));

    private static DeployedContainer Web(params string[] controls) => new()
    {
        Namespace = "shop",
        Kind = "Deployment",
        Workload = "web",
        Container = "web",
        Image = $"ghcr.io/acme/shop-web@{PodListing.DigestB}",
        Controls = controls,
    };

    private static async Task<string> Mitigated(IncidentStore store)
    {
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event()), "-");
        await store.RecordGateRunAsync(new GateRunRecord { Verdict = "pass", Commit = "c1", Containers = [Web("ROFS")] });
        return Assert.Single(await store.ListAsync(new IncidentQuery { States = [IncidentState.Mitigated] })).Id;
    }

    private static async Task<string> Missing(IncidentStore store, string id)
    {
        Settlement settlement = Assert.Single(await store.SettleAsync(id));
        Assert.Equal((IncidentState.Mitigated, false), (settlement.State, settlement.Moved));
        return settlement.Reason;
    }

    private static async Task Snapshot(IncidentStore store, int day, params System.Text.Json.Nodes.JsonObject[] pods)
    {
        using var listing = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(PodListing.List([PodListing.Controller("ReplicaSet", "web-6c9f7d5b8d", "rs-1", PodListing.Owner("Deployment", "web", "d-1")), .. pods])));
        await store.RecordSnapshotAsync(listing, "-", new SnapshotOptions { Cluster = "", Whole = "", At = Built.AddDays(day).AddHours(2).ToUnixTimeMilliseconds() * 1_000_000 });
    }

    private static async Task Beats(IncidentStore store, string node, int hours, double dropped = 0.1)
    {
        IEnumerable<string> lines = Enumerable.Range(0, hours).Select(hour => string.Create(CultureInfo.InvariantCulture,
            $$"""{"hostname":"{{node}}","output":"Falco metrics snapshot","priority":"Informational","rule":"Falco internal: metrics snapshot","source":"internal","time":"{{Built.AddHours(hour):yyyy-MM-ddTHH:mm:ssZ}}","output_fields":{"scap.n_drops_perc":{{dropped}} } }"""));
        await store.RecordAsync(StoreFixture.Text(string.Join('\n', lines)), "-");
    }
}
