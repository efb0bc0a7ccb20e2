using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Images;

namespace KubeSec.Core.Tests.Feedback;

public sealed class RecordingOnSqliteTests() : RecordingTests("sqlite");

public sealed class RecordingOnPostgresTests() : RecordingTests("postgres");

public abstract class RecordingTests(string engine) : StoreTests(engine)
{
    [SkippableFact]
    public async Task Recording_the_same_event_twice_changes_nothing()
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        RecordResult first = await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event()), "-");
        RecordResult second = await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event()), "-");
        Assert.Equal((1, 1, 0), (first.Read, first.Recorded, first.Duplicates));
        Assert.Equal((1, 0, 1), (second.Read, second.Recorded, second.Duplicates));
        Assert.Equal(1, Assert.Single(await store.ListAsync(new IncidentQuery())).CountLowerBound);
    }

    [SkippableFact]
    public async Task What_falcosidekick_adds_makes_no_other_event()
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event()), "-");
        string wrapped = FalcoEvents.Event(extra: ",\"uuid\":\"7a1c\",\"customfields\":{\"env\":\"prod\"}");
        RecordResult result = await store.RecordAsync(StoreFixture.Text(wrapped), "-");
        Assert.Equal(1, result.Duplicates);
    }

    [SkippableTheory]
    [InlineData("{0}\n{1}\n")]
    [InlineData("[{0},{1}]")]
    [InlineData("\ufeff[\n{0},\n{1}\n]\n")]
    [InlineData("{0}{1}")]
    [InlineData("[\n  {0} ,\n  {1}\n ]")]
    public async Task Every_way_of_writing_several_events_is_read(string shape)
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        string text = shape.Replace("{0}", FalcoEvents.Event(), StringComparison.Ordinal).Replace("{1}", FalcoEvents.Event(cmdline: "other"), StringComparison.Ordinal);
        Assert.Equal(2, (await store.RecordAsync(StoreFixture.Text(text), "-")).Recorded);
    }

    [SkippableFact]
    public async Task A_torn_line_costs_one_event_and_says_where_it_stood()
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        string torn = FalcoEvents.Event()[..120];
        string text = $"{FalcoEvents.Event()}\n{torn}\nplain words\n{FalcoEvents.Event(cmdline: "other")}\n{{\"kind\":1}}\n";
        RecordResult result = await store.RecordAsync(StoreFixture.Text(text), "events.ndjson");
        Assert.Equal((5, 2, 0), (result.Read, result.Recorded, result.Duplicates));
        Assert.Equal(["line 2", "line 3", "line 5"], result.SetAside.Select(aside => aside.Position));
        Assert.All(result.SetAside, aside => Assert.Equal("events.ndjson", aside.Source));
    }

    [SkippableTheory]
    [InlineData("`time.Now()`")]
    [InlineData("2021-04-13T20:58:00.746609046Z+2")]
    public async Task A_time_that_is_none_is_set_aside(string time)
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        RecordResult result = await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event(time: time)), "-");
        Assert.Contains("time", Assert.Single(result.SetAside).Reason, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("{\"x\\ud800\":1,")]
    [InlineData("{\"x\":\"\\ud800\",")]
    [InlineData("{\"type\":\"\\udc00\",")]
    [InlineData("{\"args\":[\"a\",\"\\ud800\"],")]
    [InlineData("{\"pair\":{\"name\":\"\\ud800\",\"value\":1},")]
    public async Task Half_a_character_costs_one_event(string begin)
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        RecordResult result = await store.RecordAsync(StoreFixture.Text($"{begin}{FalcoEvents.Event()[1..]}\n{FalcoEvents.Event(rule: "after")}"), "-");
        Assert.Equal(2, result.Recorded + result.SetAside.Count);
        Assert.Equal("after", (await store.ListAsync(new IncidentQuery())).First(incident => incident.Rule == "after").Rule);
    }

    [SkippableFact]
    public async Task A_character_that_databases_do_not_take_costs_no_event()
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        RecordResult result = await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event(rule: "a\\u0000b", cmdline: "c\\u0000d", pod: "web\\u0000-1")), "-");
        Assert.Equal(1, result.Recorded);
        Assert.Single(await store.ListAsync(new IncidentQuery()));
    }

    [SkippableFact]
    public async Task Times_are_exact_to_the_nanosecond()
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event(time: "2024-05-07T18:54:26.271403849Z")), "-");
        Assert.Equal(1715108066271403849, Assert.Single(await store.ListAsync(new IncidentQuery())).FirstSeen);
    }

    [SkippableFact]
    public async Task Pods_of_one_workload_share_an_incident()
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event() + FalcoEvents.Event(pod: "web-7d8f9c6b5-abcde", time: "2026-11-21T00:00:00Z")), "-");
        Assert.Equal(2, Assert.Single(await store.ListAsync(new IncidentQuery())).CountLowerBound);
    }

    [SkippableFact]
    public async Task A_host_event_charges_no_image()
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event(container: "host")), "-");
        Assert.Empty(await store.FindAsync(new IncidentQuery { Images = [ImageReference.Parse("ghcr.io/acme/shop-web")], Workloads = [new WorkloadName("shop", "web")] }));
        Assert.Equal(OriginClass.Host, Assert.Single(await store.ListAsync(new IncidentQuery())).Origin);
    }

    [SkippableFact]
    public async Task Incidents_are_tied_by_digest_then_image_then_workload()
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event(digest: FalcoEvents.Digest)), "-");
        async Task<MatchBasis?> Basis(string image, string? ns, string workload) => (await store.FindAsync(new IncidentQuery
        {
            Images = [ImageReference.Parse(image)],
            Workloads = [new WorkloadName(ns, workload)],
        })).SingleOrDefault()?.Basis;

        Assert.Equal(MatchBasis.Digest, await Basis($"ghcr.io/acme/shop-web:2@{FalcoEvents.Digest}", "shop", "web"));
        Assert.Equal(MatchBasis.Image, await Basis("ghcr.io/acme/shop-web:3", "shop", "web"));
        Assert.Equal(MatchBasis.Workload, await Basis("ghcr.io/acme/other", "shop", "web"));
        Assert.Equal(MatchBasis.Workload, await Basis("ghcr.io/acme/other", null, "web"));
        Assert.Null(await Basis("ghcr.io/acme/other", "elsewhere", "web"));
    }

    [SkippableFact]
    public async Task Milder_incidents_than_asked_for_stay_out()
    {
        await using IncidentStore store = await Fixture.OpenAsync();
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event(priority: "Notice")), "-");
        var query = new IncidentQuery { Workloads = [new WorkloadName("shop", "web")] };
        Assert.Empty(await store.FindAsync(query));
        Assert.Single(await store.FindAsync(query with { AtLeast = Severity.Low }));
    }

    [SkippableFact]
    public async Task The_shops_own_events_are_recorded()
    {
        string? root = KubeSec.Tests.SharedFiles.RepositoryRoot();
        Skip.If(root is null, "the tests run away from their sources");
        await using IncidentStore store = await Fixture.OpenAsync();
        RecordResult result = await store.RecordFilesAsync([Path.Combine(root, "samples", "shop", "events")]);
        Assert.Equal((3, 3), (result.Read, result.Recorded));
        Assert.Contains(await store.FindAsync(new IncidentQuery { Workloads = [new WorkloadName("shop", "web")] }), match => match.Incident.Severity == Severity.Critical);
    }
}
