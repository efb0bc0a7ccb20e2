using System.Text.Json;
using KubeSec.Feedback.Intake;

namespace KubeSec.Cluster;

/// <summary>Lists a collection page by page (Kubernetes API concepts, "Retrieving large results sets in chunks").</summary>
internal sealed class ObjectListing(ClusterConnection connection, ResourceCollection collection, ClusterOptions options)
{
    // 100,000 pages of 500 are fifty million objects: a server that still goes on is not listing.
    private const int MaximumPages = 100_000;

    /// <summary>The version the whole listing stands for; set once it has been read.</summary>
    public string? ResourceVersion { get; private set; }

    /// <summary>Every object, one at a time. The caller disposes of each.</summary>
    /// <exception cref="ClusterException">A page could not be read; <see cref="ClusterFault.Gone"/> asks for a listing from the start.</exception>
    public async IAsyncEnumerable<JsonDocument> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string path = collection.PathIn(options.Namespace);
        string next = "";
        for (int page = 0; page < MaximumPages; page++)
        {
            string query = FormattableString.Invariant($"?limit={options.PageSize}{(next.Length > 0 ? "&continue=" + Uri.EscapeDataString(next) : "")}");
            using HttpResponseMessage response = await connection.GetAsync(path + query, cancellationToken);
            using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(options.Timeout * 4);
            ListedObject? end = null;
            await foreach (ListedObject listed in Guarded(new JsonListReader(body), path, limit.Token, cancellationToken))
            {
                end = listed.Object is null ? listed : null;
                if (listed.Object is { } found)
                {
                    yield return found;
                }
            }

            if (end is not { Reason: null, Continue: { } following })
            {
                throw new ClusterException(ClusterFault.Protocol, $"{path}: the listing is no list, or was cut off{(end?.Reason is { } reason ? $": {reason}" : "")}");
            }

            if (following.Length == 0)
            {
                ResourceVersion = end.ResourceVersion;
                yield break;
            }

            next = following;
        }

        throw new ClusterException(ClusterFault.Protocol, $"{path}: the listing does not end");
    }

    /// <summary>A connection that breaks or falls silent is a fault of the cluster, not of the program.</summary>
    /// <param name="reader">What is read.</param>
    /// <param name="path">What was asked for.</param>
    /// <param name="limit">Ends a silence.</param>
    /// <param name="cancellationToken">Stops the reading for good.</param>
    internal static async IAsyncEnumerable<ListedObject> Guarded(
        JsonListReader reader, string path, CancellationToken limit, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using IAsyncEnumerator<ListedObject> objects = reader.ReadAsync(limit).GetAsyncEnumerator(limit);
        while (true)
        {
            try
            {
                if (!await objects.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception fault) when (fault is IOException or HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                throw new ClusterException(ClusterFault.Unreachable, $"{path}: the connection broke: {fault.Message}", fault);
            }

            yield return objects.Current;
        }
    }
}
