using System.Globalization;
using KubeSec.Feedback;
using KubeSec.Findings;
using Microsoft.Extensions.Time.Testing;

namespace KubeSec.Core.Tests.Feedback;

/// <summary>What is meant to run in an image, and what is in excess of it.</summary>
public sealed class BaselinesOnSqliteTests() : BaselineTests("sqlite");

public sealed class BaselinesOnPostgresTests() : BaselineTests("postgres");

public abstract class BaselineTests(string engine) : StoreTests(engine)
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.Parse("2026-11-20T12:00:00Z", CultureInfo.InvariantCulture));

    [SkippableFact]
    public async Task What_is_first_seen_after_the_learning_is_in_excess_and_named()
    {
        await using IncidentStore store = await Fixture.OpenAsync(time: time);
        Assert.False((await store.LearnAsync(PodListing.DigestA, "ann", "release tests ran")).Moved);
        await Run(store, "/app/server", "10:00:00", "web-1");
        await Run(store, "/app/server", "10:05:00", "web-2");
        Assert.Equal([("/app/server", 2L)], (await store.BaselineAsync(PodListing.DigestA)).Known.Select(process => (process.Executable, process.Pods)));
        Assert.Empty((await store.JudgeAsync([Web()], Severity.High)).Blocks);

        Assert.True((await store.LearnAsync(PodListing.DigestA, "ann", "release tests ran")).Moved);
        await Run(store, "/usr/bin/nc", "13:00:00", "web-1");
        await Run(store, "/app/server", "13:00:01", "web-3");
        FeedbackBlock block = Assert.Single((await store.JudgeAsync([Web()], Severity.High)).Blocks);
        Assert.Equal((FeedbackCheck.ExcessProcess, Severity.Medium), (block.Check, block.Severity));
        Assert.Contains("/usr/bin/nc", block.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/app/server", block.Message, StringComparison.Ordinal);
        Assert.Empty((await store.JudgeAsync([Web() with { Image = $"ghcr.io/acme/shop-web@{PodListing.DigestB}" }], Severity.High)).Blocks);

        time.Advance(TimeSpan.FromHours(2));
        Assert.True((await store.LearnAsync(PodListing.DigestA, "ann", "nc is meant to be there")).Moved);
        Assert.Empty((await store.JudgeAsync([Web()], Severity.High)).Blocks);
    }

    [SkippableFact]
    public async Task Nothing_is_learnt_while_an_incident_of_the_image_is_open()
    {
        await using IncidentStore store = await Fixture.OpenAsync(time: time);
        await Run(store, "/app/server", "10:00:00", "web-1");
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event(time: "2026-11-20T11:00:00Z", digest: PodListing.DigestA)), "-");
        await Run(store, "/tmp/miner", "11:30:00", "web-1");
        string id = Assert.Single(await store.ListAsync(new IncidentQuery())).Id;
        TransitionResult refused = await store.LearnAsync(PodListing.DigestA, "ann", "looks fine");
        Assert.False(refused.Moved);
        Assert.Contains(id, refused.Message, StringComparison.Ordinal);

        // Settled, what ran while it was open still does not belong to the baseline.
        await store.MoveAsync(id, IncidentState.Mitigated, "ann", "isolated", "ticket 7");
        Assert.True((await store.LearnAsync(PodListing.DigestA, "ann", "looks fine")).Moved);
        ProcessBaseline baseline = await store.BaselineAsync(PodListing.DigestA);
        Assert.Equal(["/app/server"], baseline.Known.Select(process => process.Executable));
        Assert.Equal(["/tmp/miner", "/tmp/xmrig"], baseline.Excess.Select(process => process.Executable));
    }

    private static DeployedContainer Web() => new() { Namespace = "shop", Kind = "Deployment", Workload = "web", Container = "web", Image = $"ghcr.io/acme/shop-web@{PodListing.DigestA}" };

    private static Task<RecordResult> Run(IncidentStore store, string executable, string at, string pod) => store.RecordAsync(
        StoreFixture.Text($$"""
            {"process_exec":{"process":{"exec_id":"{{executable}}{{at}}","pid":1,"binary":"{{executable}}","arguments":"","start_time":"2026-11-20T{{at}}Z",
             "pod":{"namespace":"shop","name":"{{pod}}","container":{"id":"containerd://{{PodListing.IdA}}","name":"web","image":{"id":"ghcr.io/acme/shop-web@{{PodListing.DigestA}}","name":"ghcr.io/acme/shop-web:1"} } } } },"node_name":"node-1","time":"2026-11-20T{{at}}Z"}
            """),
        "-");
}
