using System.Data.Common;

namespace KubeSec.Feedback.Storage;

/// <summary>An open store: its schema up to date, its one writer running.</summary>
internal sealed class FeedbackDatabase : IAsyncDisposable
{
    private readonly StoreEngine engine;
    private readonly WriterQueue writer;

    private FeedbackDatabase(StoreEngine engine, WriterQueue writer)
    {
        this.engine = engine;
        this.writer = writer;
    }

    public string Place => engine.Place;

    public static Task<FeedbackDatabase> OpenAsync(StoreEngine engine, bool create, CancellationToken cancellationToken) => engine.GuardAsync(async () =>
    {
        engine.Prepare(create);
        DbConnection connection = await engine.ConnectAsync(cancellationToken);
        try
        {
            await MigrateAsync(engine, connection, create, cancellationToken);
            return new FeedbackDatabase(engine, new WriterQueue(engine, connection));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    });

    /// <summary>Writes in the one queue; complete once committed.</summary>
    public Task WriteAsync(Func<DbConnection, DbTransaction, Task> work, CancellationToken cancellationToken) => writer.WriteAsync(work, cancellationToken);

    /// <summary>Reads on a connection of its own: never waits for writers.</summary>
    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken) => engine.GuardAsync(async () =>
    {
        using DbConnection connection = await engine.ConnectAsync(cancellationToken);
        return await work(connection);
    });

    public ValueTask DisposeAsync() => writer.DisposeAsync();

    private static async Task MigrateAsync(StoreEngine engine, DbConnection connection, bool create, CancellationToken cancellationToken)
    {
        int version = await engine.ReadVersionAsync(connection, cancellationToken);
        if (version > Schema.Version)
        {
            throw new FeedbackStoreException(
                FeedbackStoreFault.Newer, FormattableString.Invariant($"{engine.Place}: written by a newer KubeSec (schema {version}, this one knows {Schema.Version}); update KubeSec"));
        }

        if (version == 0 && !create)
        {
            throw new FeedbackStoreException(FeedbackStoreFault.Corrupt, $"{engine.Place}: an empty file, no feedback store");
        }

        if (version == Schema.Version)
        {
            return;
        }

        using DbTransaction transaction = await engine.BeginWriteAsync(connection, cancellationToken);
        // Another process may have migrated while this one waited for the right to write.
        version = await engine.ReadVersionAsync(connection, cancellationToken);
        foreach (string statement in Schema.Migrations.Skip(version).SelectMany(statements => statements).Select(engine.Translate))
        {
            using DbCommand command = connection.Command(statement);
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        using DbCommand mark = connection.Command(engine.SetVersion(Schema.Version));
        mark.Transaction = transaction;
        await mark.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
