using System.Data.Common;
using System.Text;
using KubeSec.Feedback;
using KubeSec.Feedback.Storage;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Feedback;

/// <summary>A real store of its own: a SQLite file in a fresh folder, or a fresh database of a PostgreSQL server.</summary>
public sealed class StoreFixture : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kubesec-feedback-");

    public StoreFixture()
    {
        Location = Path.Combine(folder.FullName, "feedback.db");
    }

    private StoreFixture(string location)
    {
        Location = location;
    }

    public string Location { get; }

    public string Folder => folder.FullName;

    /// <summary>A store of an engine, <c>sqlite</c> or <c>postgres</c>; the test is skipped where there is no PostgreSQL.</summary>
    public static async Task<StoreFixture> OnAsync(string engine) =>
        engine == "sqlite" ? new StoreFixture() : new StoreFixture(await (await PostgresServer.RequireAsync()).CreateDatabaseAsync());

    public Task<IncidentStore> OpenAsync(bool create = true, TimeProvider? time = null, TimeSpan? lockTimeout = null) =>
        IncidentStore.OpenAsync(new IncidentStoreOptions { Location = Location, Create = create, LockTimeout = lockTimeout ?? TimeSpan.FromSeconds(60) }, time);

    /// <summary>Runs statements against the database and takes the mark of its version back: a store as an earlier program left it.</summary>
    public async Task ReturnToAsync(int version, params string[] statements)
    {
        StoreEngine engine = StoreAddress.Open(new IncidentStoreOptions { Location = Location });
        await using (engine)
        {
            await using DbConnection connection = await engine.ConnectAsync(CancellationToken.None);
            foreach (string statement in statements.Append(engine.SetVersion(version)))
            {
                using DbCommand command = connection.CreateCommand();
                command.CommandText = statement;
                await command.ExecuteNonQueryAsync();
            }
        }
    }

    public static Stream Text(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));

    public void Dispose() => folder.Delete(recursive: true);
}
