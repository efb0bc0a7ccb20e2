using System.Data.Common;

namespace KubeSec.Feedback.Storage;

/// <summary>What differs between the databases a store can live in; everything else is one code.</summary>
internal abstract class StoreEngine : IAsyncDisposable
{
    /// <summary>The store's place as messages name it; never with a password.</summary>
    public abstract string Place { get; }

    /// <summary>Makes sure there is a database to connect to.</summary>
    /// <exception cref="FeedbackStoreException">There is none and none may be made, or it lies where locks do not hold.</exception>
    public abstract void Prepare(bool create);

    /// <summary>A new open connection.</summary>
    public abstract Task<DbConnection> ConnectAsync(CancellationToken cancellationToken);

    /// <summary>Begins a transaction that holds the right to write from its first statement on.</summary>
    public abstract Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Begins a transaction that sees one state of the store, whatever is written meanwhile.</summary>
    public abstract Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>A statement of <see cref="Schema"/> in this database's words.</summary>
    public abstract string Translate(string statement);

    /// <summary>The schema version of the database; 0 for an empty one.</summary>
    /// <exception cref="FeedbackStoreException">The database is something else than a store.</exception>
    public abstract Task<int> ReadVersionAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Writes the schema version.</summary>
    public abstract string SetVersion(int version);

    /// <summary>What it means to callers that there is no schema and none may be made.</summary>
    public abstract FeedbackStoreException Empty();

    /// <summary>What an error means to callers; null where it is a fault of ours.</summary>
    public abstract FeedbackStoreException? Explain(Exception exception);

    /// <summary>Lets go of what connections share.</summary>
    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Turns a database error into one callers understand.</summary>
    public async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (Explain(exception) is { } explained)
        {
            throw explained;
        }
    }
}
