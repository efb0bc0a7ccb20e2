using System.Text.Json;
using KubeSec.Feedback;
using KubeSec.Feedback.Attribution;

namespace KubeSec.Cluster;

/// <summary>Notes which addresses Services have: what sensors see of a connection to one.</summary>
internal sealed class AddressSink(IncidentStore store, ResourceCollection collection, ClusterOptions options) : ICollectionSink
{
    private const int BatchSize = 500;

    private readonly List<InventoryFact> batch = [];

    // A fact that is told again is known again.
    public Task<string?> ResumeAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task BeginListingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task ListedAsync(JsonElement item, CancellationToken cancellationToken)
    {
        if (AddressFacts.Read(item, collection.Kind, options.Name) is not { } addresses)
        {
            return;
        }

        batch.Add(new InventoryFact { Address = addresses });
        if (batch.Count >= BatchSize)
        {
            await FlushAsync(cancellationToken);
        }
    }

    public Task EndListingAsync(string resourceVersion, CancellationToken cancellationToken) => FlushAsync(cancellationToken);

    public Task ChangedAsync(WatchEvent change, CancellationToken cancellationToken) =>
        change.Kind is WatchEventKind.Added or WatchEventKind.Modified ? ListedAsync(change.Object, cancellationToken) : Task.CompletedTask;

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (batch.Count > 0)
        {
            await store.RecordInventoryAsync([.. batch], null, cancellationToken);
            batch.Clear();
        }
    }
}
