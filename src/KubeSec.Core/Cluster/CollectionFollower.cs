using System.Text.Json;

namespace KubeSec.Cluster;

/// <summary>What follows a collection: listings from the start, then every change.</summary>
internal interface ICollectionSink
{
    /// <summary>From where an earlier run can go on; null where it cannot.</summary>
    Task<string?> ResumeAsync(CancellationToken cancellationToken);

    /// <summary>A listing begins: everything known before counts only as far as the listing says it again.</summary>
    Task BeginListingAsync(CancellationToken cancellationToken);

    /// <summary>An object of the listing; it is disposed of afterwards.</summary>
    Task ListedAsync(JsonElement item, CancellationToken cancellationToken);

    /// <summary>The listing is whole and stands for a version.</summary>
    Task EndListingAsync(string resourceVersion, CancellationToken cancellationToken);

    /// <summary>Something changed after that version.</summary>
    Task ChangedAsync(WatchEvent change, CancellationToken cancellationToken);

    /// <summary>No event is waiting: what has been gathered is to be kept.</summary>
    Task FlushAsync(CancellationToken cancellationToken);
}

/// <summary>
/// Lists a collection and follows its changes for as long as it is asked to: a watch that ends goes on where it stopped, one that
/// breaks is tried again with growing pauses, one whose version is too old (410) starts over with a listing.
/// </summary>
internal sealed class CollectionFollower(ClusterConnection connection, ResourceCollection collection, ClusterOptions options, ICollectionSink sink, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FlushEvery = TimeSpan.FromSeconds(1);

    /// <summary>Told what went wrong and is being tried again.</summary>
    public Action<string> Trouble { get; init; } = _ => { };

    /// <summary>One listing.</summary>
    /// <returns>The version it stands for; null where the cluster does without this kind.</returns>
    /// <exception cref="ClusterException">It could not be read.</exception>
    public async Task<string?> ListAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await ListOnceAsync(cancellationToken);
            }
            catch (ClusterException fault) when (fault.Fault == ClusterFault.Gone && attempt < 3)
            {
                // The pages outlived the server's memory: begin again (Kubernetes API concepts, "410 Gone responses").
                Trouble(fault.Message);
            }
            catch (ClusterException fault) when (fault.Fault == ClusterFault.NotFound && collection.Optional)
            {
                return null;
            }
        }
    }

    /// <summary>Lists and watches until it is cancelled; faults are told and tried again, but for those that no waiting mends.</summary>
    /// <exception cref="ClusterException">Who asks may not read this, or the kind is not served.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        string? version = await sink.ResumeAsync(cancellationToken);
        TimeSpan pause = FirstPause;
        while (true)
        {
            try
            {
                version ??= await ListAsync(cancellationToken);
                if (version is null)
                {
                    return;
                }

                string before = version;
                version = await WatchAsync(version, cancellationToken);
                pause = version != before ? FirstPause : pause;
            }
            catch (ClusterException fault) when (fault.Fault == ClusterFault.Gone)
            {
                Trouble(fault.Message);
                version = null;
                continue;
            }
            catch (ClusterException fault) when (fault.Fault is ClusterFault.Unreachable or ClusterFault.Protocol or ClusterFault.Unauthorized)
            {
                Trouble(fault.Message);
                version = await sink.ResumeAsync(cancellationToken);
                // Half of the pause is drawn, so that many watchers do not return at once.
                TimeSpan wait = fault.RetryAfter ?? (pause / 2) + (pause / 2 * Random.Shared.NextDouble());
                await Task.Delay(wait, time, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                continue;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
        }
    }

    private async Task<string> ListOnceAsync(CancellationToken cancellationToken)
    {
        var listing = new ObjectListing(connection, collection, options);
        await sink.BeginListingAsync(cancellationToken);
        await foreach (JsonDocument item in listing.ReadAsync(cancellationToken))
        {
            using (item)
            {
                await sink.ListedAsync(item.RootElement, cancellationToken);
            }
        }

        string version = listing.ResourceVersion
            ?? throw new ClusterException(ClusterFault.Protocol, $"{collection.PathIn(options.Namespace)}: the listing names no version");
        await sink.EndListingAsync(version, cancellationToken);
        return version;
    }

    private async Task<string> WatchAsync(string version, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using IAsyncEnumerator<WatchEvent> changes = new ObjectWatch(connection, collection, options).ReadAsync(version, ending.Token).GetAsyncEnumerator(CancellationToken.None);
        Task<bool> next = Task.FromResult(true);
        try
        {
            while (true)
            {
                next = changes.MoveNextAsync().AsTask();
                // What has come is kept at the latest when nothing more comes for a moment.
                while (await Task.WhenAny(next, Task.Delay(FlushEvery, time, cancellationToken)) != next)
                {
                    await sink.FlushAsync(cancellationToken);
                }

                if (!await next)
                {
                    return version;
                }

                await sink.ChangedAsync(changes.Current, cancellationToken);
                version = changes.Current.ResourceVersion;
            }
        }
        finally
        {
            // An enumerator that still waits for its next element may not be disposed.
            await ending.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await sink.FlushAsync(CancellationToken.None);
        }
    }
}
