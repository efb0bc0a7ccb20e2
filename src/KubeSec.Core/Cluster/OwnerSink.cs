using System.Text.Json;
using KubeSec.Feedback.Attribution;

namespace KubeSec.Cluster;

/// <summary>Notes who controls whom: ReplicaSets and Jobs lead from a pod to its workload.</summary>
internal sealed class OwnerSink(OwnerIndex owners) : ICollectionSink
{
    public Task<string?> ResumeAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task BeginListingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ListedAsync(JsonElement item, CancellationToken cancellationToken)
    {
        lock (owners)
        {
            owners.Add(item);
        }

        return Task.CompletedTask;
    }

    public Task EndListingAsync(string resourceVersion, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ChangedAsync(WatchEvent change, CancellationToken cancellationToken) =>
        change.Kind is WatchEventKind.Added or WatchEventKind.Modified ? ListedAsync(change.Object, cancellationToken) : Task.CompletedTask;

    public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
