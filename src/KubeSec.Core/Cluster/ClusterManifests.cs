using System.Buffers;
using System.Text;
using System.Text.Json;
using KubeSec.Feedback.Sources;
using KubeSec.Manifests;

namespace KubeSec.Cluster;

/// <summary>A live cluster as a source of manifests.</summary>
public static class ClusterManifests
{
    /// <summary>
    /// Reads everything that rules judge. What another object of the cluster controls is left out – the pods of a Deployment, say –
    /// since it is judged there. Secrets are not read.
    /// </summary>
    /// <returns>A manifest an object, named <c>cluster/NAMESPACE/Kind/NAME</c>, in the order of their names.</returns>
    /// <exception cref="ClusterException">Something could not be read: the rest alone would look better than it is.</exception>
    public static async Task<IReadOnlyList<ManifestText>> ReadAsync(ClusterOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        using ClusterConnection connection = ClusterConnection.Open(options);
        List<(string? Controller, string? Uid, ManifestText Manifest)> found = [];
        foreach (ResourceCollection collection in ResourceCollections.Manifests.Where(collection => collection.Namespaced || options.Namespace is null))
        {
            var sink = new ManifestSink(collection, options, found);
            await new CollectionFollower(connection, collection, options, sink, TimeProvider.System).ListAsync(cancellationToken);
        }

        HashSet<string> uids = [.. found.Select(item => item.Uid).OfType<string>()];
        return [.. found.Where(item => item.Controller is null || !uids.Contains(item.Controller)).Select(item => item.Manifest).OrderBy(manifest => manifest.Name, StringComparer.Ordinal)];
    }

    private sealed class ManifestSink(ResourceCollection collection, ClusterOptions options, List<(string? Controller, string? Uid, ManifestText Manifest)> found) : ICollectionSink
    {
        private int start;

        public Task<string?> ResumeAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public Task BeginListingAsync(CancellationToken cancellationToken)
        {
            // A listing that begins again begins with nothing.
            start = start == 0 ? found.Count : start;
            found.RemoveRange(start, found.Count - start);
            return Task.CompletedTask;
        }

        public Task ListedAsync(JsonElement item, CancellationToken cancellationToken)
        {
            var text = new ArrayBufferWriter<byte>();
            ObjectText.Write(text, item, collection.Kind, collection.ApiVersion, indented: true, withStatus: false);
            string? controller = item.Items("metadata", "ownerReferences")
                .FirstOrDefault(owner => owner.At("controller").ValueKind == JsonValueKind.True).Text("uid");
            string cluster = options.Name.Length > 0 ? options.Name : "cluster";
            string name = string.Join('/', new[] { cluster, item.Text("metadata", "namespace"), collection.Kind, item.Text("metadata", "name") ?? "?" }.OfType<string>());
            found.Add((controller, item.Text("metadata", "uid"), new ManifestText(name, Encoding.UTF8.GetString(text.WrittenSpan))));
            return Task.CompletedTask;
        }

        public Task EndListingAsync(string resourceVersion, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task ChangedAsync(WatchEvent change, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
