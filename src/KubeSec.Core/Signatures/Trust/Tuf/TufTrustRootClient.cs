using System.Globalization;
using System.Net;

namespace KubeSec.Signatures;

/// <summary>
/// Refreshes a trust root from a TUF repository (TUF specification section 5): forged, older, expired and mixed metadata
/// are refused, whoever serves them. The only part of this room that uses the network, and only when called.
/// </summary>
public sealed class TufTrustRootClient : IDisposable
{
    private const int MaxRootUpdates = 256;
    private const int MaxFileSize = 4 * 1024 * 1024;

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
        _http = new HttpClient(network ?? new SocketsHttpHandler { AllowAutoRedirect = false }, disposeHandler: network is null)
        {
            Timeout = options.Timeout,
            MaxResponseContentBufferSize = MaxFileSize,
        };
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
            var timestamp = await RefreshTimestampAsync(root, cancellationToken);
            var snapshot = await RefreshAsync("snapshot", root, Stated(timestamp, "snapshot.json"), cancellationToken);
            var targets = await RefreshAsync("targets", root, Stated(snapshot, "targets.json"), cancellationToken);
            var target = targets.Target(_options.Target) is { Sha256: not null } stated
                ? stated
                : throw new RefusedException(ReasonCodes.TufTargetMissing, $"the repository has no target '{_options.Target}' with a SHA-256 hash");
            var content = await RequireAsync($"targets/{target.Sha256}.{_options.Target}", cancellationToken);
            target.RequireMatches(content, _options.Target);
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
        for (var update = 0; update < MaxRootUpdates; update++)
        {
            var raw = await FetchAsync(string.Create(CultureInfo.InvariantCulture, $"{root.Version + 1}.root.json"), cancellationToken);
            if (raw is null)
            {
                break;
            }

            var next = TufMetadata.Read(raw, "root");
            next.RequireSignedBy(root.Role("root"), "root");
            next.RequireSignedBy(next.Role("root"), "root");
            RefusedException.Unless(next.Version == root.Version + 1, ReasonCodes.TufRollback, $"root version {root.Version + 1} is expected and {next.Version} was served");
            Keep("root", next);
            root = next;
        }

        root.RequireFresh(_time.GetUtcNow(), "root");
        return root;
    }

    private async Task<TufMetadata> RefreshTimestampAsync(TufMetadata root, CancellationToken cancellationToken)
    {
        var timestamp = TufMetadata.Read(await RequireAsync("timestamp.json", cancellationToken), "timestamp");
        timestamp.RequireSignedBy(root.Role("timestamp"), "timestamp");
        RequireNotOlder("timestamp", timestamp.Version, Kept("timestamp")?.Version);
        RequireNotOlder("snapshot", Stated(timestamp, "snapshot.json").Version, Kept("timestamp")?.Meta("snapshot.json")?.Version);
        timestamp.RequireFresh(_time.GetUtcNow(), "timestamp");
        Keep("timestamp", timestamp);
        return timestamp;
    }

    private async Task<TufMetadata> RefreshAsync(string role, TufMetadata root, TufFile stated, CancellationToken cancellationToken)
    {
        var raw = await RequireAsync(string.Create(CultureInfo.InvariantCulture, $"{stated.Version}.{role}.json"), cancellationToken);
        stated.RequireMatches(raw, role);
        var metadata = TufMetadata.Read(raw, role);
        metadata.RequireSignedBy(root.Role(role), role);
        RefusedException.Unless(
            metadata.Version == stated.Version, ReasonCodes.TufContentMismatch, $"{role} version {stated.Version} is stated and {metadata.Version} was served");
        RequireNotOlder(role, metadata.Version, Kept(role)?.Version);
        if (role == "snapshot")
        {
            RequireNotOlder("targets", Stated(metadata, "targets.json").Version, Kept(role)?.Meta("targets.json")?.Version);
        }

        metadata.RequireFresh(_time.GetUtcNow(), role);
        Keep(role, metadata);
        return metadata;
    }

    private static TufFile Stated(TufMetadata metadata, string file) =>
        metadata.Meta(file) ?? throw new RefusedException(ReasonCodes.TufMalformed, $"the metadata says nothing of {file}");

    private static void RequireNotOlder(string role, long version, long? seen) =>
        RefusedException.Unless(seen is null || version >= seen, ReasonCodes.TufRollback, $"{role} version {seen} was seen already and {version} is served");

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

    private async Task<byte[]> RequireAsync(string file, CancellationToken cancellationToken) =>
        await FetchAsync(file, cancellationToken) ?? throw new RefusedException(ReasonCodes.TufUnreachable, $"the repository has no {file}");

    /// <returns>The file, or null when the repository says that it has none.</returns>
    private async Task<byte[]?> FetchAsync(string file, CancellationToken cancellationToken)
    {
        var address = new Uri(_options.Repository.ToString().TrimEnd('/') + "/" + file);
        try
        {
            using var response = await _http.GetAsync(address, cancellationToken);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
            {
                return null;
            }

            response.EnsureSuccessStatusCode();
            return await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (HttpRequestException fault)
        {
            throw new RefusedException(ReasonCodes.TufUnreachable, $"{address} cannot be fetched: {fault.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RefusedException(ReasonCodes.TufUnreachable, $"{address} did not answer in time");
        }
    }
}
