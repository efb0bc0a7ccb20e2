using System.Data.Common;
using KubeSec.Feedback.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace KubeSec.Core.Tests.Feedback;

/// <summary>
/// What every store does, whichever engine keeps it: a class of tests over this one has a child for each engine, two lines
/// long, and so runs over both.
/// </summary>
public abstract class StoreTests(string engine) : IAsyncLifetime
{
    /// <summary>The store of the test under way.</summary>
    protected StoreFixture Fixture { get; private set; } = null!;

    public async Task InitializeAsync() => Fixture = await StoreFixture.OnAsync(engine);

    public Task DisposeAsync()
    {
        Fixture.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Changes the store behind its back, as somebody with a database tool can.</summary>
    protected async Task TamperAsync(string sql)
    {
        await using DbConnection connection = engine == "sqlite"
            ? new SqliteConnection($"Data Source={Fixture.Location};Pooling=False")
            : new NpgsqlConnection(PostgresAddress.Parse(Fixture.Location).Connection.ConnectionString);
        await connection.OpenAsync();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
