using KubeSec.Feedback;
using KubeSec.Feedback.Attribution;

namespace KubeSec.Cluster;

/// <summary>Feeds the feedback store from a live cluster: what runs where, and what the cluster reports of itself.</summary>
public sealed class ClusterWatcher : IDisposable
{
    private readonly ClusterOptions options;
    private readonly TimeProvider time;
    private readonly ClusterConnection connection;

    /// <summary>Reads the configuration; the cluster is asked later.</summary>
    /// <param name="options">Which cluster.</param>
    /// <param name="time">The clock; the system's unless given.</param>
    /// <exception cref="ClusterException">The configuration is missing or wrong.</exception>
    public ClusterWatcher(ClusterOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        this.time = time ?? TimeProvider.System;
        connection = ClusterConnection.Open(options);
    }

    /// <summary>Told in a few words what goes wrong and is tried again.</summary>
    public Action<string> Trouble { get; init; } = _ => { };

    /// <summary>Lists everything once: pods with their controllers, Services, Events, policy reports.</summary>
    /// <exception cref="ClusterException">Something could not be read; what was read before is kept.</exception>
    /// <exception cref="FeedbackStoreException">The store could not be written.</exception>
    public async Task<ClusterSnapshotResult> SnapshotAsync(IncidentStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var owners = new OwnerIndex();
        foreach (ResourceCollection collection in ResourceCollections.Owners)
        {
            await Follower(collection, new OwnerSink(owners)).ListAsync(cancellationToken);
        }

        var statuses = new ObservationSink(store, ResourceCollections.Pods, options);
        var inventory = new InventorySink(store, options, owners, statuses, time);
        await Follower(ResourceCollections.Pods, inventory).ListAsync(cancellationToken);
        await UnlessForbiddenAsync(Services(store).ListAsync(cancellationToken));
        RecordResult observations = statuses.Result;
        foreach (ResourceCollection collection in Observed())
        {
            var sink = new ObservationSink(store, collection, options);
            await Follower(collection, sink).ListAsync(cancellationToken);
            observations += sink.Result;
        }

        return new ClusterSnapshotResult(new SnapshotResult(inventory.Pods, inventory.Containers, 0, inventory.New, inventory.SetAside), observations);
    }

    /// <summary>Lists everything and follows every change until it is cancelled; where it stopped, the next run goes on.</summary>
    /// <exception cref="ClusterException">Who asks may not read what is needed.</exception>
    /// <exception cref="FeedbackStoreException">The store could not be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task WatchAsync(IncidentStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var owners = new OwnerIndex();
        foreach (ResourceCollection collection in ResourceCollections.Owners)
        {
            // Pods are read after their controllers, or they would stand alone.
            await Follower(collection, new OwnerSink(owners)).ListAsync(cancellationToken);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var inventory = new InventorySink(store, options, owners, new ObservationSink(store, ResourceCollections.Pods, options), time);
        List<Task> following =
        [
            .. ResourceCollections.Owners.Select(collection => Follower(collection, new OwnerSink(owners)).FollowAsync(stop.Token)),
            Follower(ResourceCollections.Pods, inventory).FollowAsync(stop.Token),
            UnlessForbiddenAsync(Services(store).FollowAsync(stop.Token)),
            .. Observed().Select(collection => Follower(collection, new ObservationSink(store, collection, options)).FollowAsync(stop.Token)),
        ];
        while (following.Count > 0)
        {
            Task ended = await Task.WhenAny(following);
            following.Remove(ended);
            if (!ended.IsCompletedSuccessfully)
            {
                await stop.CancelAsync();
                await Task.WhenAll(following).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                await ended;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private CollectionFollower Services(IncidentStore store) => Follower(ResourceCollections.Services, new AddressSink(store, ResourceCollections.Services, options));

    // Rights given for an earlier version may not hold this one: what runs is known all the same, the peers of connections less often.
    private async Task UnlessForbiddenAsync(Task reading)
    {
        try
        {
            await reading;
        }
        catch (ClusterException fault) when (fault.Fault == ClusterFault.Forbidden)
        {
            Trouble(fault.Message);
        }
    }

    private IEnumerable<ResourceCollection> Observed() =>
        ResourceCollections.Observations.Where(collection => collection.Namespaced || options.Namespace is null);

    private CollectionFollower Follower(ResourceCollection collection, ICollectionSink sink) => new(connection, collection, options, sink, time) { Trouble = Trouble };
}

/// <summary>What a snapshot of a live cluster brought in.</summary>
/// <param name="Inventory">What became of the pods.</param>
/// <param name="Observations">What became of Events, policy reports and statuses.</param>
public sealed record ClusterSnapshotResult(SnapshotResult Inventory, RecordResult Observations);
