using System.Data;
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
    private readonly Channel<Job> jobs = Channel.CreateBounded<Job>(new BoundedChannelOptions(1024) { SingleReader = true });
    private readonly Task loop;
    private DbConnection? connection;

    public WriterQueue(StoreEngine engine, DbConnection connection)
    {
        this.engine = engine;
        this.connection = connection;
        loop = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>Does some work in a transaction; complete once it is on the disk. Work may run again where the first try failed.</summary>
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
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
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
    private async Task CommitAsync(IReadOnlyList<Job> shared)
    {
        try
        {
            // A server may have been restarted since the last write.
            DbConnection open = connection ??= await engine.ConnectAsync(CancellationToken.None);
            using DbTransaction transaction = await engine.BeginWriteAsync(open, CancellationToken.None);
            foreach (Job job in shared)
            {
                await job.Work(open, transaction);
            }

            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception exception)
        {
            await DropBrokenAsync();
            FeedbackStoreException? explained = engine.Explain(exception);
            if (explained is null && shared.Count > 1)
            {
                // The work of one is at fault: it fails alone.
                foreach (Job job in shared)
                {
                    await CommitAsync([job]);
                }

                return;
            }

            // Nothing is swallowed: whatever it was reaches everyone who waits, and the transaction is rolled back.
            Finish(shared, job => job.Done.TrySetException(explained ?? exception));
            return;
        }

        Finish(shared, job => job.Done.TrySetResult());
    }

    private async Task DropBrokenAsync()
    {
        if (connection is { State: not ConnectionState.Open } broken)
        {
            connection = null;
            await broken.DisposeAsync();
        }
    }

    private static void Finish(IReadOnlyList<Job> shared, Action<Job> finish)
    {
        foreach (Job job in shared)
        {
            finish(job);
        }
    }

    private sealed record Job(Func<DbConnection, DbTransaction, Task> Work, TaskCompletionSource Done, CancellationToken CancellationToken);
}
