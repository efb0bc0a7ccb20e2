using System.Globalization;
using System.Net;
using KubeSec.Images.Registries;

namespace KubeSec.Signatures;

/// <summary>
/// Refreshes a trust root from a TUF repository (TUF specification section 5): forged, older, expired and mixed metadata
/// are refused, whoever serves them. The only part of this room that uses the network, and only when called.
/// </summary>
public sealed class TufTrustRootClient : IDisposable
{
    private const int MaxRootUpdates = 256;
    private const int MaxTargetSize = 4 << 20;

    private readonly TufTrustRootOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    /// <summary>Prepares a client; nothing is fetched yet.</summary>
    /// <param name="options">Where from.</param>
    /// <param name="time">The clock that expiry is held against; null for the system's.</param>
    /// <param name="network">What sends requests; null for the platform's own, without redirects.</param>
    public TufTrustRootClient(TufTrustRootOptions options, TimeProvider? time = null, HttpMessageHandler? network = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _time = time ?? TimeProvider.System;
        _http = new HttpClient(network ?? new SocketsHttpHandler { AllowAutoRedirect = false }, disposeHandler: network is null) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Where the fetched trust root is kept: under the target's name in <see cref="TufTrustRootOptions.Folder"/>.</summary>
    public string TrustRootFile => Path.Combine(_options.Folder, Path.GetFileName(_options.Target));

    /// <summary>Fetches what is new and returns the trust root.</summary>
    /// <exception cref="TrustRootException">The repository cannot be reached, or what it serves is refused.</exception>
    public async Task<TrustRoot> RefreshAsync(CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(_options.Folder);
        try
        {
            var root = await RefreshRootAsync(cancellationToken);
            ForgetWhatReplacedKeysSigned(root);
            var timestamp = await RefreshTimestampAsync(root, cancellationToken);
            var snapshot = await RefreshSnapshotAsync(root, Stated(timestamp, "snapshot.json"), cancellationToken);
            var targets = await FetchStatedAsync("targets", root, Stated(snapshot, "targets.json"), cancellationToken);
            targets.RequireFresh(_time.GetUtcNow(), "targets");
            var content = await FetchTargetAsync(root, targets, cancellationToken);
            TrustRoot refreshed = TrustRoot.FromJson(content);
            Keep(TrustRootFile, content);
            return refreshed;
        }
        catch (RefusedException refused)
        {
            throw new TrustRootException(refused.ToRefusal());
        }
    }

    /// <summary>Closes connections.</summary>
    public void Dispose() => _http.Dispose();

    /// <summary>Follows the chain of roots, each signed by the keys of the one before and by its own (section 5.3).</summary>
    private async Task<TufMetadata> RefreshRootAsync(CancellationToken cancellationToken)
    {
        var root = Kept("root") ?? TufMetadata.Read(_options.InitialRoot.ToArray(), "root");
        root.RequireSignedBy(root.Role("root"), "root");
        for (var update = 0; await NextRootAsync(root, cancellationToken) is { } next; update++)
        {
            RefusedException.Unless(update < MaxRootUpdates, ReasonCodes.TufLimitExceeded, $"more than {MaxRootUpdates} new roots are served");
            next.RequireSignedBy(root.Role("root"), "root");
            next.RequireSignedBy(next.Role("root"), "root");
            RefusedException.Unless(next.Version == root.Version + 1, ReasonCodes.TufRollback, $"root version {root.Version + 1} is expected and {next.Version} was served");
            Keep("root", next);
            root = next;
        }

        root.RequireFresh(_time.GetUtcNow(), "root");
        return root;
    }

    private async Task<TufMetadata?> NextRootAsync(TufMetadata root, CancellationToken cancellationToken) =>
        await FetchAsync(string.Create(CultureInfo.InvariantCulture, $"{root.Version + 1}.root.json"), TufMetadata.MaxSize, cancellationToken) is { } raw
            ? TufMetadata.Read(raw, "root") : null;

    /// <summary>
    /// Keys are replaced when they were stolen, and the thief may have raised versions beyond any that honest metadata will
    /// reach: what such a key signed must not stand against what the new one signs (section 5.3.11).
    /// </summary>
    private void ForgetWhatReplacedKeysSigned(TufMetadata root)
    {
        string[] roles = ["timestamp", "snapshot"];
        if (Array.Exists(roles, role => Kept(role)?.IsSignedBy(root.Role(role)) == false))
        {
            Array.ForEach(roles, role => File.Delete(PathOf(role)));
        }
    }

    private async Task<TufMetadata> RefreshTimestampAsync(TufMetadata root, CancellationToken cancellationToken)
    {
        var timestamp = TufMetadata.Read(await RequireAsync("timestamp.json", TufMetadata.MaxSize, cancellationToken), "timestamp");
        timestamp.RequireSignedBy(root.Role("timestamp"), "timestamp");
        if (Kept("timestamp") is { } seen)
        {
            RequireNotOlder("timestamp", timestamp.Version, seen.Version);
            RequireNotOlder("snapshot", Stated(timestamp, "snapshot.json").Version, Stated(seen, "snapshot.json").Version);

            // Another file under the same version is none (section 5.4.3).
            timestamp = timestamp.Version == seen.Version ? seen : timestamp;
        }

        timestamp.RequireFresh(_time.GetUtcNow(), "timestamp");
        Keep("timestamp", timestamp);
        return timestamp;
    }

    private async Task<TufMetadata> RefreshSnapshotAsync(TufMetadata root, TufFile stated, CancellationToken cancellationToken)
    {
        var snapshot = await FetchStatedAsync("snapshot", root, stated, cancellationToken);
        foreach (var (file, seen) in Kept("snapshot")?.Meta ?? new Dictionary<string, TufFile>())
        {
            RefusedException.Unless(snapshot.Meta.TryGetValue(file, out var now), ReasonCodes.TufRollback, $"the snapshot no longer lists {file}");
            RequireNotOlder(file, now!.Version, seen.Version);
        }

        snapshot.RequireFresh(_time.GetUtcNow(), "snapshot");
        Keep("snapshot", snapshot);
        return snapshot;
    }

    /// <summary>Metadata that other metadata states the version of.</summary>
    private async Task<TufMetadata> FetchStatedAsync(string role, TufMetadata root, TufFile stated, CancellationToken cancellationToken)
    {
        var name = root.IsConsistent ? string.Create(CultureInfo.InvariantCulture, $"{stated.Version}.{role}.json") : role + ".json";
        var raw = await RequireAsync(name, TufMetadata.MaxSize, cancellationToken);
        stated.RequireMatches(raw, role);
        var metadata = TufMetadata.Read(raw, role);
        metadata.RequireSignedBy(root.Role(role), role);
        RefusedException.Unless(
            metadata.Version == stated.Version, ReasonCodes.TufContentMismatch, $"{role} version {stated.Version} is stated and {metadata.Version} was served");
        return metadata;
    }

    private async Task<byte[]> FetchTargetAsync(TufMetadata root, TufMetadata targets, CancellationToken cancellationToken)
    {
        var stated = targets.Target(_options.Target);
        if ((stated?.Sha256 ?? stated?.Sha512) is not { } hash)
        {
            throw new RefusedException(ReasonCodes.TufTargetMissing, $"the repository has no target '{_options.Target}' with a SHA-256 or SHA-512 hash");
        }

        // The hash stands before the file's own name, whatever folder it is in (section 5.7.3).
        var slash = _options.Target.LastIndexOf('/') + 1;
        var name = root.IsConsistent ? $"{_options.Target[..slash]}{hash}.{_options.Target[slash..]}" : _options.Target;
        var content = await RequireAsync("targets/" + name, MaxTargetSize, cancellationToken);
        stated!.RequireMatches(content, _options.Target);
        return content;
    }

    private static TufFile Stated(TufMetadata metadata, string file) =>
        metadata.Meta.GetValueOrDefault(file) ?? throw new RefusedException(ReasonCodes.TufMalformed, $"the metadata says nothing of {file}");

    private static void RequireNotOlder(string role, long version, long seen) =>
        RefusedException.Unless(version >= seen, ReasonCodes.TufRollback, $"{role} version {seen} was seen already and {version} is served");

    private TufMetadata? Kept(string role)
    {
        var path = PathOf(role);
        return File.Exists(path) ? TufMetadata.Read(File.ReadAllBytes(path), role) : null;
    }

    private void Keep(string role, TufMetadata metadata) => Keep(PathOf(role), metadata.Raw);

    /// <summary>Written beside and moved, so that a crash leaves the old file or the new one.</summary>
    private static void Keep(string path, byte[] content)
    {
        var temporary = path + ".new";
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, path, overwrite: true);
    }

    private string PathOf(string role) => Path.Combine(_options.Folder, role + ".json");

    private async Task<byte[]> RequireAsync(string file, int limit, CancellationToken cancellationToken) =>
        await FetchAsync(file, limit, cancellationToken) ?? throw new RefusedException(ReasonCodes.TufUnreachable, $"the repository has no {file}");

    /// <returns>The file, or null when the repository says that it has none.</returns>
    private async Task<byte[]?> FetchAsync(string file, int limit, CancellationToken cancellationToken)
    {
        var address = new Uri(_options.Repository.ToString().TrimEnd('/') + "/" + file);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(_options.Timeout);
        try
        {
            using var response = await _http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, limited.Token);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
            {
                return null;
            }

            response.EnsureSuccessStatusCode();
            return await BoundedBody.ReadAsync(response.Content, limit, limited.Token)
                ?? throw new RefusedException(ReasonCodes.TufLimitExceeded, $"{address} is larger than {limit} bytes");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new RefusedException(ReasonCodes.TufUnreachable, $"{address} cannot be fetched: {fault.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RefusedException(ReasonCodes.TufUnreachable, $"{address} did not answer in time");
        }
    }
}
