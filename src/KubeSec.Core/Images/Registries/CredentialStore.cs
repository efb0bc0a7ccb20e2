using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace KubeSec.Images.Registries;

/// <summary>
/// Finds a registry's credentials where Docker keeps them: given ones first, then a credential helper for the registry,
/// then the default credential helper, then the configuration file itself (docker/cli, cli/config/configfile/file.go).
/// </summary>
internal sealed class CredentialStore(RegistryOptions options)
{
    private const int LargestFile = 1 << 20;

    // Docker Hub's entry is a URL of its first API (docker/cli, cli/registry: IndexServer).
    private const string DockerHubKey = "https://index.docker.io/v1/";

    private readonly ConcurrentDictionary<string, Task<Lookup<RegistryCredential>>> found = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<Lookup<DockerConfigFile>> config = new(() => ReadConfig(options));

    /// <summary>The credentials for a repository; <see cref="LookupFailureKind.NotFound"/> when it is to be asked anonymously.</summary>
    public Task<Lookup<RegistryCredential>> FindAsync(ImageReference repository, CancellationToken cancellationToken)
    {
        if (options.Credentials.TryGetValue(repository.Domain, out RegistryCredential? given))
        {
            return Task.FromResult<Lookup<RegistryCredential>>(given);
        }

        // A faulted or cancelled search is not kept: the next image may have better luck.
        if (found.TryGetValue(repository.Repository, out Task<Lookup<RegistryCredential>>? known) && !known.IsFaulted && !known.IsCanceled)
        {
            return known;
        }

        return found[repository.Repository] = SearchAsync(repository, cancellationToken);
    }

    private async Task<Lookup<RegistryCredential>> SearchAsync(ImageReference repository, CancellationToken cancellationToken)
    {
        if (!config.Value.Found)
        {
            return config.Value.Failure;
        }

        DockerConfigFile file = config.Value.Value;
        string server = repository.Domain == ImageReference.DockerHub ? DockerHubKey : repository.Domain;
        string? helper = file.CredHelpers?.GetValueOrDefault(server) ?? file.CredHelpers?.GetValueOrDefault(repository.Domain) ?? file.CredsStore;
        if (!string.IsNullOrEmpty(helper))
        {
            Lookup<RegistryCredential> answer = await CredentialHelper.AskAsync(helper, server, cancellationToken);
            if (answer.Found || !answer.Failure.IsAbsence)
            {
                return answer;
            }
        }

        return FromFile(file, repository, server);
    }

    /// <summary>Entries may name a registry, or a registry and a part of the repository (containers-auth.json(5)); the longest wins.</summary>
    private static Lookup<RegistryCredential> FromFile(DockerConfigFile file, ImageReference repository, string server)
    {
        string name = repository.Repository + "/";
        DockerAuth? entry = (file.Auths ?? new Dictionary<string, DockerAuth>())
            .Where(pair => pair.Key == server || name.StartsWith(Place(pair.Key) + "/", StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(pair => Place(pair.Key).Length).FirstOrDefault().Value;
        if (entry?.IdentityToken is { Length: > 0 } token)
        {
            return new RegistryCredential("", token);
        }

        string pair = entry?.Auth is { Length: > 0 } auth ? Decode(auth) : $"{entry?.Username}:{entry?.Password}";
        int colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? new RegistryCredential(pair[..colon], pair[(colon + 1)..])
            : new LookupFailure(LookupFailureKind.NotFound, $"no credentials for {repository.Domain}");
    }

    /// <summary>Older entries are URLs: <c>https://ghcr.io/v2/</c>.</summary>
    private static string Place(string key)
    {
        string place = key[(key.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0)..].TrimEnd('/');
        return place.EndsWith("/v1", StringComparison.Ordinal) || place.EndsWith("/v2", StringComparison.Ordinal) ? place[..^3] : place;
    }

    private static string Decode(string auth)
    {
        byte[] bytes = new byte[auth.Length];
        return Convert.TryFromBase64String(auth, bytes, out int length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }

    private static Lookup<DockerConfigFile> ReadConfig(RegistryOptions options)
    {
        string folder = Environment.GetEnvironmentVariable("DOCKER_CONFIG")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
        string path = options.DockerConfig ?? Path.Combine(folder, "config.json");
        if (path.Length == 0 || (options.DockerConfig is null && !File.Exists(path)))
        {
            return new DockerConfigFile();
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            return stream.Length > LargestFile
                ? new LookupFailure(LookupFailureKind.TooLarge, $"the Docker configuration {path} is larger than 1 MiB")
                : JsonSerializer.Deserialize(stream, OciJson.Default.DockerConfigFile) ?? new DockerConfigFile();
        }
        catch (JsonException)
        {
            return new LookupFailure(LookupFailureKind.Malformed, $"the Docker configuration {path} is not valid JSON");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new LookupFailure(LookupFailureKind.Unauthorized, $"the Docker configuration {path} cannot be read: {fault.Message}");
        }
    }
}

/// <summary>What we read of Docker's <c>config.json</c>.</summary>
internal sealed record DockerConfigFile
{
    public IReadOnlyDictionary<string, DockerAuth>? Auths { get; init; }

    public IReadOnlyDictionary<string, string>? CredHelpers { get; init; }

    public string? CredsStore { get; init; }
}

/// <summary>One entry of <c>auths</c>.</summary>
internal sealed record DockerAuth
{
    public string? Auth { get; init; }

    public string? Username { get; init; }

    public string? Password { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("identitytoken")]
    public string? IdentityToken { get; init; }

    /// <summary>Never the secrets.</summary>
    public override string ToString() => nameof(DockerAuth);
}
