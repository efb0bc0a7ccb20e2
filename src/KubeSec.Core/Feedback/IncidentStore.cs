using System.Data.Common;
using KubeSec.Feedback.Attribution;
using KubeSec.Feedback.Intake;
using KubeSec.Feedback.Lifecycle;
using KubeSec.Feedback.Observations;
using KubeSec.Feedback.Sources;
using KubeSec.Feedback.Storage;

namespace KubeSec.Feedback;

/// <summary>
/// What happened at run time, kept so that the next build must show it has learnt. Events are appended and never changed;
/// recording one twice changes nothing. Safe for concurrent use; open one per process.
/// </summary>
public sealed partial class IncidentStore : IAsyncDisposable
{
    private const int BatchSize = 1000;

    private readonly FeedbackDatabase database;
    private readonly TimeProvider time;

    private IncidentStore(FeedbackDatabase database, TimeProvider time)
    {
        this.database = database;
        this.time = time;
    }

    /// <summary>The names of the event formats, as <c>source</c> arguments take them.</summary>
    public static IReadOnlyList<string> SourceNames => [.. EventSources.Names];

    /// <summary>Opens a store, and makes it where the options allow.</summary>
    /// <exception cref="FeedbackStoreException">There is none, or it cannot be read, locked or trusted.</exception>
    public static async Task<IncidentStore> OpenAsync(IncidentStoreOptions options, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        FeedbackDatabase database = await FeedbackDatabase.OpenAsync(StoreAddress.Open(options), options.Create, cancellationToken);
        var store = new IncidentStore(database, time ?? TimeProvider.System);
        try
        {
            await store.RequireFreshAsync(options.MaximumAge, cancellationToken);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Records the events of files and folders; a folder stands for its <c>*.json</c>, <c>*.ndjson</c>, <c>*.jsonl</c> and <c>*.log</c> files.</summary>
    /// <param name="paths">Files and folders; one that cannot be read is set aside with its reason.</param>
    /// <param name="source">The format's name, or null to recognise it event by event.</param>
    /// <param name="cancellationToken">Stops after the batch under way.</param>
    /// <exception cref="ArgumentException">There is no format of that name.</exception>
    /// <exception cref="FeedbackStoreException">The store could not be written.</exception>
    public async Task<RecordResult> RecordFilesAsync(IReadOnlyList<string> paths, string? source = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        RecordResult result = RecordResult.Nothing;
        foreach (string file in paths.SelectMany(EventFiles.Of))
        {
            try
            {
                using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
                result += await RecordAsync(stream, file.Replace('\\', '/'), source, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                result += new RecordResult(1, 0, 0, [new SetAsideEvent(file.Replace('\\', '/'), "file", $"cannot be read: {exception.Message}")]);
            }
        }

        return result;
    }

    /// <summary>Records the events of a stream, acknowledged batch by batch; what was acknowledged survives the process.</summary>
    /// <param name="input">NDJSON, one JSON document after another, or arrays of them.</param>
    /// <param name="name">What to call the stream in the result: a path, or <c>-</c>.</param>
    /// <param name="source">The format's name, or null to recognise it event by event.</param>
    /// <param name="cancellationToken">Stops after the batch under way.</param>
    /// <exception cref="ArgumentException">There is no format of that name.</exception>
    /// <exception cref="FeedbackStoreException">The store could not be written.</exception>
    public async Task<RecordResult> RecordAsync(Stream input, string name, string? source = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        IEventSource? named = source is null ? null
            : EventSources.ByName(source) ?? throw new ArgumentException($"no event format '{source}'; there are {string.Join(", ", SourceNames)}", nameof(source));
        var tally = new RecordTally();
        List<LogEntry> batch = new(BatchSize);
        Task<int> writing = Task.FromResult(0);
        await foreach (ReadEvent read in EventReader.ReadAsync(input, name, named, cancellationToken))
        {
            tally.Saw(read);
            if (read.Entry is not { } entry)
            {
                continue;
            }

            batch.Add(entry);
            if (batch.Count == BatchSize)
            {
                // The next batch is understood while this one is written.
                tally.Recorded += await writing;
                writing = AppendAsync(batch, cancellationToken);
                batch = new(BatchSize);
            }
        }

        tally.Recorded += await writing;
        tally.Recorded += await AppendAsync(batch, cancellationToken);
        return tally.ToResult();
    }

    /// <summary>The incidents that concern some images and workloads: by digest, then image, then workload, each once.</summary>
    /// <exception cref="FeedbackStoreException">The store could not be read.</exception>
    public Task<IReadOnlyList<IncidentMatch>> FindAsync(IncidentQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return database.ReadAsync(connection => IncidentMatching.FindAsync(connection, query, cancellationToken), cancellationToken);
    }

    /// <summary>Incidents of any image and workload, the worst and latest first.</summary>
    /// <param name="query">Severity, states and kinds asked for; its images and workloads are not looked at.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FeedbackStoreException">The store could not be read.</exception>
    public Task<IReadOnlyList<Incident>> ListAsync(IncidentQuery query, int limit = 1000, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return database.ReadAsync<IReadOnlyList<Incident>>(
            async connection => await IncidentTable.ListAsync(connection, query, limit, cancellationToken), cancellationToken);
    }

    /// <summary>One incident with everything it touched; null where there is none of that id.</summary>
    /// <exception cref="FeedbackStoreException">The store could not be read.</exception>
    public Task<Incident?> ShowAsync(string id, CancellationToken cancellationToken = default) =>
        database.ReadAsync(connection => IncidentTable.FindAsync(connection, id, cancellationToken), cancellationToken);

    /// <summary>What became of an incident, oldest first.</summary>
    /// <exception cref="FeedbackStoreException">The store could not be read.</exception>
    public Task<IReadOnlyList<IncidentTransition>> HistoryAsync(string id, CancellationToken cancellationToken = default) =>
        database.ReadAsync(connection => TransitionLog.ReadAsync(connection, id, cancellationToken), cancellationToken);

    /// <summary>Makes sure the store can be written now; waits its turn among the writers.</summary>
    /// <exception cref="FeedbackStoreException">It cannot.</exception>
    public Task CheckAsync(CancellationToken cancellationToken = default) => database.WriteAsync((_, _) => Task.CompletedTask, cancellationToken);

    /// <summary>Finishes what is queued and closes the store.</summary>
    public ValueTask DisposeAsync() => database.DisposeAsync();

    private async Task<int> AppendAsync(List<LogEntry> batch, CancellationToken cancellationToken)
    {
        int recorded = 0;
        if (batch.Count > 0)
        {
            long received = Now();
            await database.WriteAsync(
                async (connection, transaction) =>
                {
                    recorded = await ObservationLog.AppendAsync(connection, transaction, batch, received);
                    InventoryFact[] artifacts = [.. batch.Where(entry => entry.Artifact is not null).Select(entry => new InventoryFact { Artifact = entry.Artifact })];
                    if (artifacts.Length > 0)
                    {
                        await InventoryLog.AppendAsync(connection, transaction, artifacts, received);
                    }
                },
                cancellationToken);
        }

        return recorded;
    }

    private async Task RequireFreshAsync(TimeSpan? maximumAge, CancellationToken cancellationToken)
    {
        if (maximumAge is not { } limit)
        {
            return;
        }

        // A machine whose clock ran far ahead must not make the store look fresh until that day has come.
        long latest = Now() + limit.Ticks * 100;
        long? last = await database.ReadAsync(
            async connection =>
            {
                using DbCommand command = connection.Command("SELECT MAX(received_at) FROM observation WHERE received_at <= @latest", ("@latest", latest));
                return await command.ExecuteScalarAsync(cancellationToken) as long?;
            },
            cancellationToken);
        if (last is not { } at || Now() - at > limit.Ticks * 100)
        {
            string age = last is { } known ? $"last heard of anything at {EventTime.Format(known)}" : "never heard of anything";
            throw new FeedbackStoreException(
                FeedbackStoreFault.Stale, FormattableString.Invariant($"{database.Place}: {age}, and entries may be no older than {limit}; check what feeds it"));
        }
    }

    private long Now() => EventTime.FromDateTime(time.GetUtcNow());
}
