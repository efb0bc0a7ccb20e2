using KubeSec.Feedback.Attribution;
using KubeSec.Feedback.Observations;

namespace KubeSec.Feedback;

/// <content>What ran where and when, and what incidents were joined to.</content>
public sealed partial class IncidentStore
{
    /// <summary>Records which pods and containers a listing of a cluster shows, and who has which address; observations of those pods, early or late, are joined anew.</summary>
    /// <param name="path">A file of <c>kubectl get pods,replicasets,jobs,services -A -o json</c>; one that cannot be read is set aside with its reason.</param>
    /// <param name="options">Which cluster, when, and of what it is the whole.</param>
    /// <param name="cancellationToken">Stops after the batch under way.</param>
    /// <exception cref="FeedbackStoreException">The store could not be written.</exception>
    public async Task<SnapshotResult> RecordSnapshotFileAsync(string path, SnapshotOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        string name = path.Replace('\\', '/');
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
            return await RecordSnapshotAsync(stream, name, options with { At = options.At ?? EventTime.FromDateTime(File.GetLastWriteTimeUtc(path)) }, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return SnapshotResult.Nothing with { SetAside = [new SetAsideEvent(name, "file", $"cannot be read: {exception.Message}")] };
        }
    }

    /// <summary>Records which pods and containers a listing of a cluster shows.</summary>
    /// <param name="input">A stream that can seek: controllers are read before the pods they control.</param>
    /// <param name="name">What to call the stream in the result.</param>
    /// <param name="options">Which cluster, when, and of what it is the whole.</param>
    /// <param name="cancellationToken">Stops after the batch under way.</param>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="FeedbackStoreException">The store could not be written.</exception>
    public async Task<SnapshotResult> RecordSnapshotAsync(Stream input, string name, SnapshotOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(options);
        if (!input.CanSeek)
        {
            throw new ArgumentException("a listing is read twice; give a stream that can seek", nameof(input));
        }

        var reader = new SnapshotReader(options.Cluster, name);
        long begin = input.Position;
        await reader.ReadOwnersAsync(input, cancellationToken);
        input.Position = begin;
        long fresh = 0;
        List<InventoryFact> batch = new(BatchSize);
        await foreach (InventoryFact fact in reader.ReadFactsAsync(input, cancellationToken))
        {
            batch.AddRange([fact, .. fact.Pod is { } pod ? ArtifactTable.ProvedBy(pod) : []]);
            if (batch.Count >= BatchSize)
            {
                fresh += await RecordInventoryAsync(batch, null, cancellationToken);
                batch = new(BatchSize);
            }
        }

        long at = options.At ?? Now();
        batch.Add(new InventoryFact { Coverage = new CoverageFact { Cluster = options.Cluster, Scope = reader.Whole ? options.Whole : null, From = at, To = at, Seen = reader.Seen } });
        fresh += await RecordInventoryAsync(batch, null, cancellationToken);
        return reader.ToResult(fresh);
    }

    /// <summary>What the observations of an incident were joined to; null where there is none of that id.</summary>
    /// <exception cref="FeedbackStoreException">The store could not be read.</exception>
    public Task<IncidentAttribution?> AttributionAsync(string id, CancellationToken cancellationToken = default) =>
        database.ReadAsync(connection => AttributionQuery.OfIncidentAsync(connection, id, cancellationToken), cancellationToken);

    /// <summary>Whether an image was seen running in a workload within a span, and in how many pods.</summary>
    /// <exception cref="FeedbackStoreException">The store could not be read.</exception>
    public Task<RunningEvidence> SeenRunningAsync(RunningQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return database.ReadAsync(connection => AttributionQuery.SeenRunningAsync(connection, query, cancellationToken), cancellationToken);
    }

    /// <summary>Appends facts, and with them where the watch that brought them goes on from, in one transaction.</summary>
    internal async Task<int> RecordInventoryAsync(IReadOnlyList<InventoryFact> facts, WatchPosition? position, CancellationToken cancellationToken)
    {
        int fresh = 0;
        long received = Now();
        await database.WriteAsync(
            async (connection, transaction) =>
            {
                fresh = await InventoryLog.AppendAsync(connection, transaction, facts, received);
                if (position is not null)
                {
                    await WatchPosition.SaveAsync(connection, transaction, position);
                }
            },
            cancellationToken);
        return fresh;
    }

    /// <summary>Where the last watch of a collection stopped; null where there was none.</summary>
    internal Task<WatchPosition?> WatchPositionAsync(string cluster, string path, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => WatchPosition.FindAsync(connection, cluster, path, cancellationToken), cancellationToken);

    /// <summary>The uids of the pods that are there, by all that is known of a cluster.</summary>
    internal Task<IReadOnlyList<string>> LivePodsAsync(string cluster, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => PlacementTable.LivePodsAsync(connection, cluster, cancellationToken), cancellationToken);
}
