using System.Globalization;
using KubeSec.Feedback;
using Microsoft.Data.Sqlite;

namespace KubeSec.Core.Tests.Feedback;

public sealed class DurabilityOnSqliteTests() : DurabilityTests("sqlite");

public sealed class DurabilityOnPostgresTests() : DurabilityTests("postgres");

/// <summary>
/// Many writers, and writers that die. The numbers are small here; <c>KUBESEC_KILLS=1000</c> and <c>KUBESEC_WRITERS=64x1000</c> ask
/// for more.
/// </summary>
public abstract class DurabilityTests(string engine) : StoreTests(engine)
{
    [SkippableFact]
    public async Task Many_processes_at_once_lose_nothing_double_nothing_and_refuse_nothing()
    {
        int[] wanted = [.. (Environment.GetEnvironmentVariable("KUBESEC_WRITERS") ?? "6x50").Split('x').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        await (await Fixture.OpenAsync()).DisposeAsync();

        // Two processes each record the same events: every event must be in the log once, whoever was first.
        StoreWriterProcess[] writers = [.. Enumerable.Range(0, wanted[0]).Select(writer => StoreWriterProcess.Start(Fixture.Location, writer / 2, wanted[1], 1))];
        await Task.WhenAll(writers.Select(writer => writer.FinishAsync()));

        int events = (wanted[0] + 1) / 2 * wanted[1];
        Assert.All(writers, writer => Assert.Equal(wanted[1] - 1, writer.Acknowledged));
        Assert.Equal(events, writers.Sum(writer => writer.Recorded));
        await using IncidentStore store = await Fixture.OpenAsync();
        Assert.Equal(events, (await store.ListAsync(new IncidentQuery())).Sum(incident => incident.CountLowerBound));
        Array.ForEach(writers, writer => writer.Dispose());
    }

    [SkippableFact]
    public async Task A_killed_writer_loses_nothing_that_was_acknowledged()
    {
        int kills = int.Parse(Environment.GetEnvironmentVariable("KUBESEC_KILLS") ?? "6", CultureInfo.InvariantCulture);
        var random = new Random(kills);
        int acknowledged = -1;
        for (int kill = 0; kill < kills; kill++)
        {
            using var writer = StoreWriterProcess.Start(Fixture.Location, 0, 100_000, 1 + (kill % 3), acknowledged + 1);
            for (int i = random.Next(1, 40); i > 0 && await writer.NextAsync(); i--)
            {
            }

            await Task.Delay(random.Next(0, 5));
            await writer.KillAsync();
            acknowledged = writer.Acknowledged;
        }

        Assert.True(acknowledged >= kills, $"only {acknowledged} events were acknowledged");
        await using IncidentStore store = await Fixture.OpenAsync();
        RecordResult again = await store.RecordAsync(StoreWriterProcess.Events(0, acknowledged + 1), "-");
        Assert.Equal((acknowledged + 1, 0, acknowledged + 1), (again.Read, again.Recorded, again.Duplicates));
        if (File.Exists(Fixture.Location))
        {
            using var connection = new SqliteConnection($"Data Source={Fixture.Location};Pooling=False");
            connection.Open();
            using SqliteCommand check = connection.CreateCommand();
            check.CommandText = "PRAGMA integrity_check";
            Assert.Equal("ok", check.ExecuteScalar());
        }
    }
}
