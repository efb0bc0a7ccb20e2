using System.Data.Common;
using System.Threading.Channels;

namespace KubeSec.Feedback.Storage;

/// <summary>
/// The one writer of a process. Callers wait for the commit of their own work; what has queued up meanwhile shares a
/// transaction, so that many small acknowledgements cost one synchronisation of the disk.
/// </summary>
internal sealed class WriterQueue : IAsyncDisposable
{
    private const int MaximumShared = 64;

    private readonly StoreEngine engine;
    private readonly DbConnection connection;
    private readonly Channel<Job> jobs = Channel.CreateBounded<Job>(new BoundedChannelOptions(1024) { SingleReader = true });
    private readonly Task loop;

    public WriterQueue(StoreEngine engine, DbConnection connection)
    {
        this.engine = engine;
        this.connection = connection;
        loop = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>Does some work in a transaction; complete once it is on the disk.</summary>
    /// <exception cref="FeedbackStoreException">The store could not be written; nothing of the work is kept.</exception>
    public async Task WriteAsync(Func<DbConnection, DbTransaction, Task> work, CancellationToken cancellationToken)
    {
        var job = new Job(work, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), cancellationToken);
        await jobs.Writer.WriteAsync(job, cancellationToken);
        await job.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        jobs.Writer.TryComplete();
        await loop;
        await connection.DisposeAsync();
    }

    private async Task RunAsync()
    {
        var shared = new List<Job>(MaximumShared);
        while (await jobs.Reader.WaitToReadAsync())
        {
            shared.Clear();
            while (shared.Count < MaximumShared && jobs.Reader.TryRead(out Job? job))
            {
                if (job.CancellationToken.IsCancellationRequested)
                {
                    job.Done.SetCanceled(job.CancellationToken);
                    continue;
                }

                shared.Add(job);
            }

            if (shared.Count > 0)
            {
                await CommitAsync(shared);
            }
        }
    }

    // Once begun, a shared transaction is carried through: one caller's cancellation must not take others' work with it.
    private async Task CommitAsync(List<Job> shared)
    {
        try
        {
            using DbTransaction transaction = await engine.BeginWriteAsync(connection, CancellationToken.None);
            foreach (Job job in shared)
            {
                await job.Work(connection, transaction);
            }

            await transaction.CommitAsync(CancellationToken.None);
            shared.ForEach(job => job.Done.SetResult());
        }
        catch (Exception exception)
        {
            // Nothing is swallowed: whatever it was reaches everyone who waits, and the transaction is rolled back.
            Exception explained = exception is DbException database ? engine.Explain(database) ?? exception : exception;
            shared.ForEach(job => job.Done.TrySetException(explained));
        }
    }

    private sealed record Job(Func<DbConnection, DbTransaction, Task> Work, TaskCompletionSource Done, CancellationToken CancellationToken);
}
