using System.Buffers;
using System.Text.Json;
using KubeSec.Feedback;

namespace KubeSec.Cluster;

/// <summary>Hands objects to the feedback store as observations: Kubernetes Events, policy reports, statuses of pods.</summary>
internal sealed class ObservationSink(IncidentStore store, ResourceCollection collection, ClusterOptions options) : ICollectionSink
{
    private const int MaximumBytes = 4 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> lines = new();

    /// <summary>What became of the objects.</summary>
    public RecordResult Result { get; private set; } = RecordResult.Nothing;

    // Observations have keys of their own: what is listed again is known again, and nothing is recorded twice.
    public Task<string?> ResumeAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task BeginListingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ListedAsync(JsonElement item, CancellationToken cancellationToken) => AddAsync(item, collection.Kind, collection.ApiVersion, cancellationToken);

    public Task EndListingAsync(string resourceVersion, CancellationToken cancellationToken) => FlushAsync(cancellationToken);

    public Task ChangedAsync(WatchEvent change, CancellationToken cancellationToken) =>
        change.Kind is WatchEventKind.Added or WatchEventKind.Modified ? ListedAsync(change.Object, cancellationToken) : Task.CompletedTask;

    /// <summary>Adds an object; lists leave out the kind and version of what they hold.</summary>
    public async Task AddAsync(JsonElement item, string kind, string apiVersion, CancellationToken cancellationToken)
    {
        ObjectText.Write(lines, item, kind, apiVersion, indented: false);
        lines.Write("\n"u8);
        if (lines.WrittenCount >= MaximumBytes)
        {
            await FlushAsync(cancellationToken);
        }
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (lines.WrittenCount == 0)
        {
            return;
        }

        string name = $"{(options.Name.Length > 0 ? options.Name : "cluster")}{collection.PathIn(options.Namespace)}";
        using var text = new MemoryStream(lines.WrittenSpan.ToArray());
        Result += await store.RecordAsync(text, name, null, cancellationToken);
        lines.ResetWrittenCount();
    }
}
