using System.Text;
using CsCheck;
using KubeSec.Feedback;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace KubeSec.Core.Tests.Feedback;

/// <summary>Stores are sets of log entries: a merge is their union, and state is a fold of it.</summary>
public sealed class MergeTests
{
    private static readonly string[] States =
    [
        "SELECT id, kind, source, rule, severity, origin, attribution, state, count, first_seen, last_seen, message FROM incident",
        "SELECT * FROM subject", "SELECT * FROM attribution", "SELECT * FROM placement", "SELECT * FROM process", "SELECT * FROM connection", "SELECT * FROM address", "SELECT incident, from_state, to_state, at, hash FROM transition",
        "SELECT key, facts, raw FROM observation",
    ];

    // What one of two stores is told: an event of some rule and minute, or a judgement on that rule's incident.
    private static readonly Gen<(int Store, int Kind, int Rule, int Minute)[]> Steps =
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 3], Gen.Int[0, 1], Gen.Int[0, 20], (store, kind, rule, minute) => (store, kind, rule, minute)).Array[1, 10];

    [Fact]
    public void Whichever_store_is_merged_into_the_other_both_end_alike_and_a_second_time_changes_nothing() =>
        Steps.Sample(steps => CheckAsync(steps).GetAwaiter().GetResult(), iter: 15, threads: 1);

    [SkippableFact]
    public async Task What_a_runner_recorded_offline_reaches_the_teams_server_and_comes_back_the_same()
    {
        using var runner = new StoreFixture();
        using StoreFixture server = await StoreFixture.OnAsync("postgres");
        using var returned = new StoreFixture();
        await TellAsync(runner, [(0, 0, 0, 1), (0, 0, 1, 2), (0, 2, 0, 3), (0, 0, 0, 4), (0, 3, 1, 5)]);

        Assert.NotEqual(0, await MergeAsync(server, runner));
        Assert.Equal(0, await MergeAsync(server, runner));
        await MergeAsync(returned, server);
        Assert.Equal(State(runner), State(returned));
    }

    [SkippableTheory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Old_events_are_let_go_of_and_evidence_that_people_work_on_is_not(string engine)
    {
        using StoreFixture fixture = await StoreFixture.OnAsync(engine);
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using IncidentStore store = await fixture.OpenAsync(time: time);
        await store.RecordAsync(StoreFixture.Text(Event(0, 1) + Event(1, 1)), "-");
        string worked = (await store.ListAsync(new IncidentQuery())).First(incident => incident.Rule == "rule 1").Id;
        await store.MoveAsync(worked, IncidentState.Triaged, "ana", "real", "");
        time.Advance(TimeSpan.FromDays(100));
        await store.RecordAsync(StoreFixture.Text(Event(0, 2)), "-");

        Assert.Equal(1, await store.PruneAsync(TimeSpan.FromDays(90)));
        Assert.Equal(0, await store.PruneAsync(TimeSpan.FromDays(90)));
        Assert.Equal(3, (await store.ListAsync(new IncidentQuery())).Sum(incident => incident.CountLowerBound));
        Assert.Equal(1, (await store.RecordAsync(StoreFixture.Text(Event(0, 1)), "-")).Duplicates);
    }

    private static async Task CheckAsync((int Store, int Kind, int Rule, int Minute)[] steps)
    {
        using var left = new StoreFixture();
        using var right = new StoreFixture();
        await TellAsync(left, steps.Where(step => step.Store == 0));
        await TellAsync(right, steps.Where(step => step.Store == 1));
        string alone = State(left);

        using var both = new StoreFixture();
        using var reversed = new StoreFixture();
        using var copy = new StoreFixture();
        await MergeAsync(copy, left);
        Assert.Equal(alone, State(copy));
        await MergeAsync(both, left);
        await MergeAsync(both, right);
        await MergeAsync(reversed, right);
        await MergeAsync(reversed, left);
        string merged = State(both);
        Assert.Equal(merged, State(reversed));
        Assert.Equal(0, await MergeAsync(both, left) + await MergeAsync(both, right) + await MergeAsync(both, reversed));
        Assert.Equal(merged, State(both));
    }

    private static async Task TellAsync(StoreFixture fixture, IEnumerable<(int Store, int Kind, int Rule, int Minute)> steps)
    {
        // The clock of a store stands at the minute of what it is told, or where it stood if that is later.
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using IncidentStore store = await fixture.OpenAsync(time: time);
        foreach ((int told, int kind, int rule, int minute) in steps.OrderBy(step => step.Minute))
        {
            time.SetUtcNow(DateTimeOffset.UnixEpoch.AddMinutes(minute).AddSeconds(told));
            if (kind < 2)
            {
                await store.RecordAsync(StoreFixture.Text(Event(rule, minute)), "-");
            }
            else if ((await store.ListAsync(new IncidentQuery { States = Enum.GetValues<IncidentState>() })).FirstOrDefault(incident => incident.Rule == $"rule {rule}") is { } incident)
            {
                await store.MoveAsync(incident.Id, kind == 2 ? IncidentState.Mitigated : IncidentState.FalsePositive, "ana", $"store {told}", "");
            }
        }
    }

    private static async Task<long> MergeAsync(StoreFixture into, StoreFixture from)
    {
        await using IncidentStore store = await into.OpenAsync();
        await using IncidentStore other = await from.OpenAsync();
        return await store.MergeAsync(other);
    }

    private static string Event(int rule, int minute) => FalcoEvents.Event(rule: $"rule {rule}", time: $"1970-01-01T00:{minute:00}:30Z")
        .Replace("\"proc.cmdline\"", $"\"fd.name\":\"10.0.0.9:1->203.0.113.{minute % 4}:443\",\"proc.cmdline\"", StringComparison.Ordinal);

    private static string State(StoreFixture fixture)
    {
        using var connection = new SqliteConnection($"Data Source={fixture.Location};Pooling=False");
        connection.Open();
        var text = new StringBuilder();
        foreach (string query in States)
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = query;
            using SqliteDataReader reader = command.ExecuteReader();
            List<string> rows = [];
            while (reader.Read())
            {
                rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
            }

            text.AppendLine(query).AppendJoin('\n', rows.Order(StringComparer.Ordinal)).AppendLine();
        }

        return text.ToString();
    }
}
