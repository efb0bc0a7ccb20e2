using System.Net;
using System.Net.Sockets;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace KubeSec.Images.Engine;

/// <summary>Images held by a Docker engine on this machine or another.</summary>
public sealed class DockerEngine : IDisposable
{
    private readonly IDockerClient client;
    private readonly TimeSpan timeout;

    /// <summary>Prepares to ask an engine; no connection is made yet.</summary>
    /// <param name="endpoint">
    /// <c>unix:///var/run/docker.sock</c>, <c>npipe://./pipe/docker_engine</c> or <c>tcp://host:port</c>;
    /// null for the environment's <c>DOCKER_HOST</c>, Docker context or default.
    /// </param>
    /// <param name="timeout">How long one answer may take; 10 seconds unless given.</param>
    public DockerEngine(Uri? endpoint = null, TimeSpan? timeout = null)
    {
        this.timeout = timeout ?? TimeSpan.FromSeconds(10);
        DockerClientBuilder builder = new();
        client = (endpoint is null ? builder : builder.WithEndpoint(endpoint)).Build();
    }

    /// <summary>Finds an image.</summary>
    /// <param name="nameOrId">A name such as <c>nginx:1.29</c>, or an image id, full or shortened.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<Lookup<EngineImage>> InspectAsync(string nameOrId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrId);
        using CancellationTokenSource limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(timeout);
        try
        {
            ImageInspectResponse answer = await client.Images.InspectImageAsync(nameOrId, limited.Token);
            return Read(nameOrId, answer);
        }
        catch (DockerApiException fault)
        {
            return fault.StatusCode == HttpStatusCode.NotFound
                ? new LookupFailure(LookupFailureKind.NotFound, $"the Docker engine has no image '{nameOrId}'")
                : new LookupFailure(LookupFailureKind.Refused, $"the Docker engine answered {(int)fault.StatusCode} for image '{nameOrId}'");
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException or IOException or UnauthorizedAccessException)
        {
            return new LookupFailure(LookupFailureKind.Unreachable, $"the Docker engine cannot be reached: {fault.Message}");
        }
        catch (Exception fault) when (fault is OperationCanceledException or TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            return new LookupFailure(LookupFailureKind.TimedOut, $"the Docker engine did not answer within {timeout.TotalSeconds} s");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private static Lookup<EngineImage> Read(string asked, ImageInspectResponse answer)
    {
        if (!Digest.TryParse(answer.ID, out Digest? id, out string? error))
        {
            return new LookupFailure(LookupFailureKind.Malformed, $"the Docker engine gave image '{asked}' an id that is none: {error}");
        }

        return new EngineImage
        {
            Id = id,
            RegistryDigests = References(answer.RepoDigests),
            Tags = References(answer.RepoTags),
            OperatingSystem = answer.Os ?? "",
            Architecture = answer.Architecture ?? "",
            User = answer.Config?.User ?? "",
            Labels = new SortedDictionary<string, string>(answer.Config?.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal),
        };
    }

    /// <summary>The engine writes <c>&lt;none&gt;</c> for what an image does not have.</summary>
    private static List<ImageReference> References(IEnumerable<string>? texts) =>
    [
        .. (texts ?? [])
            .Select(text => ImageReference.TryParse(text, out ImageReference? reference, out _) ? reference : null)
            .OfType<ImageReference>()
            .OrderBy(reference => reference.ToString(), StringComparer.Ordinal),
    ];
}
