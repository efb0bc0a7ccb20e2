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

    /// <summary>Opens the store of an engine, which is this one's from then on.</summary>
    public static Task<FeedbackDatabase> OpenAsync(StoreEngine engine, bool create, CancellationToken cancellationToken) => engine.GuardAsync(async () =>
    {
        DbConnection? connection = null;
        try
        {
            engine.Prepare(create);
            connection = await engine.ConnectAsync(cancellationToken);
            await MigrateAsync(engine, connection, create, cancellationToken);
            return new FeedbackDatabase(engine, new WriterQueue(engine, connection));
        }
        catch
        {
            await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
            await engine.DisposeAsync();
            throw;
        }
    });

    /// <summary>Writes in the one queue; complete once committed.</summary>
    public Task WriteAsync(Func<DbConnection, DbTransaction, Task> work, CancellationToken cancellationToken) => writer.WriteAsync(work, cancellationToken);

    /// <summary>Reads on a connection of its own, from one state of the store: never waits for writers.</summary>
    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken) => engine.GuardAsync(async () =>
    {
        using DbConnection connection = await engine.ConnectAsync(cancellationToken);
        using DbTransaction snapshot = await engine.BeginReadAsync(connection, cancellationToken);
        return await work(connection);
    });

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        await engine.DisposeAsync();
    }

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
            throw engine.Empty();
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

        if (version is > 0 and < Schema.WithConnections)
        {
            await ConnectionTable.CatchUpAsync(connection, transaction, cancellationToken);
        }

        using DbCommand mark = connection.Command(engine.SetVersion(Schema.Version));
        mark.Transaction = transaction;
        await mark.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
