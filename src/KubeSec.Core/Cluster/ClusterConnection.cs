using System.Net;
using k8s;
using k8s.Exceptions;

namespace KubeSec.Cluster;

/// <summary>
/// One API server, by the kubeconfig's address, certificates and credentials. Objects are read as the server sends them:
/// types of a client's own version would lose the fields that it does not know, and the rules judge those too.
/// </summary>
internal sealed class ClusterConnection : IDisposable
{
    private readonly Kubernetes client;
    private readonly ClusterOptions options;

    private ClusterConnection(Kubernetes client, ClusterOptions options)
    {
        this.client = client;
        this.options = options;
    }

    /// <summary>The API server's address.</summary>
    public Uri Server => client.BaseUri;

    /// <summary>Reads the configuration; nothing is asked of the server yet.</summary>
    /// <exception cref="ClusterException">The configuration is missing or wrong.</exception>
    public static ClusterConnection Open(ClusterOptions options)
    {
        try
        {
            KubernetesClientConfiguration configuration = Configure(options);
            // A watch lasts as long as it lasts; every other request has a limit of its own.
            configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
            return new ClusterConnection(new Kubernetes(configuration), options);
        }
        // The client takes an empty file for a configuration and stumbles over it: hence the NullReferenceException.
        catch (Exception fault) when (fault is NullReferenceException or KubeConfigException or KubernetesClientException or IOException or UnauthorizedAccessException or FormatException
            or ArgumentException or NotSupportedException or InvalidOperationException or System.Security.Cryptography.CryptographicException or YamlDotNet.Core.YamlException)
        {
            throw new ClusterException(ClusterFault.Configuration, $"{options.Kubeconfig ?? "the kubeconfig"} cannot be used: {(fault is NullReferenceException ? "it holds nothing" : fault.Message)}", fault);
        }
    }

    /// <summary>Asks for a path; the answer's body is still to be read.</summary>
    /// <exception cref="ClusterException">There is no answer, or it is no success.</exception>
    public async Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Timeout);
        HttpResponseMessage? response = null;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(client.BaseUri, path.TrimStart('/')));
            request.Headers.Accept.ParseAdd("application/json");
            if (client.Credentials is { } credentials)
            {
                await credentials.ProcessHttpRequestAsync(request, limit.Token);
            }

            response = await client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return response.IsSuccessStatusCode ? response : throw Refused(response, path);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException or KubernetesClientException && !cancellationToken.IsCancellationRequested)
        {
            response?.Dispose();
            string why = fault is OperationCanceledException ? FormattableString.Invariant($"no answer within {options.Timeout.TotalSeconds:0.#} s") : fault.Message;
            throw new ClusterException(ClusterFault.Unreachable, $"{client.BaseUri} could not be asked for {path}: {why}", fault);
        }
    }

    public void Dispose() => client.Dispose();

    private static KubernetesClientConfiguration Configure(ClusterOptions options)
    {
        bool stated = options.Kubeconfig is not null || options.Context is not null;
        string? file = options.Kubeconfig ?? Environment.GetEnvironmentVariable("KUBECONFIG");
        bool anywhere = stated || !string.IsNullOrEmpty(file) || File.Exists(KubernetesClientConfiguration.KubeConfigDefaultLocation);
        return !anywhere && KubernetesClientConfiguration.IsInCluster()
            ? KubernetesClientConfiguration.InClusterConfig()
            : KubernetesClientConfiguration.BuildConfigFromConfigFile(string.IsNullOrEmpty(file) ? null : file.Split(Path.PathSeparator)[0], options.Context);
    }

    private static ClusterException Refused(HttpResponseMessage response, string path)
    {
        TimeSpan? wait = response.Headers.RetryAfter?.Delta;
        (ClusterFault fault, string message) = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => (ClusterFault.Unauthorized, $"the API server does not know who asks for {path}; renew the credentials of the kubeconfig"),
            HttpStatusCode.Forbidden => (ClusterFault.Forbidden, $"reading {path} is not allowed; 'kubesec cluster role' prints the rights that are needed"),
            HttpStatusCode.NotFound => (ClusterFault.NotFound, $"the API server does not serve {path}"),
            HttpStatusCode.Gone => (ClusterFault.Gone, $"the API server no longer holds what {path} would go on from"),
            var status => (ClusterFault.Unreachable, FormattableString.Invariant($"the API server answers {path} with {(int)status}")),
        };
        response.Dispose();
        return new ClusterException(fault, message) { RetryAfter = wait };
    }
}
