using System.Text.Json;
using KubeSec.Feedback.Intake;
using KubeSec.Feedback.Sources;

namespace KubeSec.Cluster;

/// <summary>What a watch tells.</summary>
internal enum WatchEventKind
{
    /// <summary>An object is new, or was there when the watch began.</summary>
    Added,

    /// <summary>An object changed.</summary>
    Modified,

    /// <summary>An object is gone.</summary>
    Deleted,

    /// <summary>Nothing happened up to a version.</summary>
    Bookmark,
}

/// <summary>One event of a watch.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Object">The object as it is now, or as it was last; for a bookmark, only its version.</param>
/// <param name="ResourceVersion">From where a later watch goes on.</param>
internal sealed record WatchEvent(WatchEventKind Kind, JsonElement Object, string ResourceVersion);

/// <summary>Follows a collection from a version on (Kubernetes API concepts, "Efficient detection of changes").</summary>
internal sealed class ObjectWatch(ClusterConnection connection, ResourceCollection collection, ClusterOptions options)
{
    // The server ends a watch by itself after a while; a limit of our own keeps a silent, dead connection from looking alive.
    private const int Seconds = 290;

    /// <summary>Every event until the server ends the watch.</summary>
    /// <exception cref="ClusterException">The watch broke; <see cref="ClusterFault.Gone"/> asks for a new listing.</exception>
    public async IAsyncEnumerable<WatchEvent> ReadAsync(string resourceVersion, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string path = collection.PathIn(options.Namespace);
        string query = FormattableString.Invariant($"?watch=1&allowWatchBookmarks=true&timeoutSeconds={Seconds}&resourceVersion={Uri.EscapeDataString(resourceVersion)}");
        using HttpResponseMessage response = await connection.GetAsync(path + query, cancellationToken);
        using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(Seconds) + options.Timeout);
        await foreach (ListedObject line in ObjectListing.Guarded(new JsonListReader(body), path, limit.Token, cancellationToken))
        {
            if (line.Object is null)
            {
                throw new ClusterException(ClusterFault.Protocol, $"{path}: the watch sends what is no event: {line.Reason}");
            }

            using (line.Object)
            {
                yield return Read(line.Object.RootElement, path);
            }
        }
    }

    private static WatchEvent Read(JsonElement line, string path)
    {
        JsonElement item = line.At("object");
        string? version = item.Text("metadata", "resourceVersion");
        WatchEventKind? kind = line.Text("type") switch
        {
            "ADDED" => WatchEventKind.Added,
            "MODIFIED" => WatchEventKind.Modified,
            "DELETED" => WatchEventKind.Deleted,
            "BOOKMARK" => WatchEventKind.Bookmark,
            _ => null,
        };
        if (line.Text("type") == "ERROR")
        {
            bool gone = item.At("code") is { ValueKind: JsonValueKind.Number } code && code.TryGetInt32(out int number) && number == 410;
            throw new ClusterException(gone ? ClusterFault.Gone : ClusterFault.Unreachable, $"{path}: the watch ended: {item.Text("message") ?? "no reason given"}");
        }

        return kind is { } known && version is not null
            ? new WatchEvent(known, item.Clone(), version)
            : throw new ClusterException(ClusterFault.Protocol, $"{path}: the watch sends an event without a type or version");
    }
}
