using KubeSec.Feedback;
using KubeSec.Feedback.Storage;
using Microsoft.Data.Sqlite;

namespace KubeSec.Core.Tests.Feedback;

public sealed class MigrationTests : IDisposable
{
    private readonly StoreFixture fixture = new();

    public static TheoryData<int> EarlierVersions => [.. Enumerable.Range(1, Schema.Version - 1)];

    public void Dispose() => fixture.Dispose();

    [Theory]
    [MemberData(nameof(EarlierVersions))]
    public async Task A_store_of_an_earlier_schema_is_brought_forward_and_used(int version)
    {
        var engine = new SqliteEngine(fixture.Location, TimeSpan.FromSeconds(60));
        using (var connection = new SqliteConnection($"Data Source={fixture.Location};Pooling=False"))
        {
            connection.Open();
            foreach (string statement in Schema.Migrations.Take(version).SelectMany(statements => statements).Select(engine.Translate).Append(engine.SetVersion(version)))
            {
                using SqliteCommand command = connection.CreateCommand();
                command.CommandText = statement;
                command.ExecuteNonQuery();
            }
        }

        await using (IncidentStore store = await fixture.OpenAsync(create: false))
        {
            Assert.Equal(1, (await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event()), "-")).Recorded);
        }

        await using IncidentStore again = await fixture.OpenAsync(create: false);
        Assert.Single(await again.ListAsync(new IncidentQuery()));
    }

    [SkippableTheory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task What_alerts_said_of_connections_before_stores_kept_them_still_counts(string engine)
    {
        using StoreFixture old = await StoreFixture.OnAsync(engine);
        await using (IncidentStore store = await old.OpenAsync())
        {
            await store.RecordAsync(StoreFixture.Text(string.Concat(Enumerable.Range(1, 1500).Select(i => ConnectionEvents.Falco($"10.244.1.5:{i}->203.0.113.{i % 7}:443")))), "-");
        }

        await old.ReturnToAsync(Schema.WithConnections - 1, "DROP TABLE connection", "DROP TABLE address");
        await using IncidentStore again = await old.OpenAsync(create: false);
        IReadOnlyList<ObservedConnection> connections = await again.ConnectionsAsync();
        Assert.Equal(1500, connections.Where(connection => connection.Direction == ConnectionDirection.Out).Sum(connection => connection.CountLowerBound));
        Assert.All(connections, connection => Assert.Equal(("shop", "web", ConnectionStanding.Alert), (connection.Namespace, connection.Workload, connection.Standing)));
        await again.RecordAsync(StoreFixture.Text(ConnectionEvents.Tetragon("web-6c9f7d5b8d-x2k4p", "203.0.113.1", 443)), "-");
        Assert.Contains(await again.ConnectionsAsync(), connection => connection.Standing == ConnectionStanding.Ordinary);
    }

    [Theory]
    [InlineData("""{"verdict":"pass"}""")]
    [InlineData("""{"verdict":"pass","containers":null,"unmet":null,"findings":null}""")]
    public async Task A_build_that_an_earlier_version_recorded_reads_as_one_without_what_it_did_not_know(string body)
    {
        await using (await fixture.OpenAsync())
        {
            using var connection = new SqliteConnection($"Data Source={fixture.Location};Pooling=False");
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "INSERT INTO gate_run (key, at, verdict, body) VALUES ('k', 1, 'pass', $body)";
            command.Parameters.AddWithValue("$body", body);
            command.ExecuteNonQuery();
        }

        await using IncidentStore store = await fixture.OpenAsync(create: false);
        GateRunRecord run = Assert.Single(await store.GateRunsAsync(10)).Run;
        Assert.Empty(run.Containers);
        Assert.Empty(run.Unmet);
        Assert.Empty(run.Findings);
    }

    [Fact]
    public async Task Many_processes_that_open_a_new_store_at_once_make_it_once()
    {
        IncidentStore[] stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => fixture.OpenAsync())));
        await Task.WhenAll(stores.Select((store, i) => store.RecordAsync(StoreFixture.Text(FalcoEvents.Event(cmdline: $"sh -c {i}")), "-")));
        Assert.Equal(8, (await stores[0].ListAsync(new IncidentQuery())).Sum(incident => incident.CountLowerBound));
        foreach (IncidentStore store in stores)
        {
            await store.DisposeAsync();
        }
    }
}
