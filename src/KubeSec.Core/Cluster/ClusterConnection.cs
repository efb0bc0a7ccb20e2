using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using k8s.Authentication;
using k8s.Exceptions;

namespace KubeSec.Cluster;

/// <summary>
/// One API server, by the kubeconfig's address, certificates and credentials. Objects are read as the server sends them:
/// types of a client's own version would lose the fields that it does not know, and the rules judge those too. The client
/// object itself is not used either: it brings a serialiser of every type it knows, whose statics every start of the native
/// command would pay for.
/// </summary>
internal sealed class ClusterConnection : IDisposable
{
    private readonly HttpClient http;
    private readonly ServiceClientCredentials? credentials;
    private readonly string? serverName;
    private readonly ClusterOptions options;

    private ClusterConnection(KubernetesClientConfiguration configuration, ClusterOptions options)
    {
        // Behind a proxy the address has a path of its own, as in https://rancher.example/k8s/clusters/c-1, which paths are added to.
        string address = configuration.Host?.TrimEnd('/') + "/";
        Server = Uri.TryCreate(address, UriKind.Absolute, out Uri? server) && (server.Scheme == Uri.UriSchemeHttps || server.Scheme == Uri.UriSchemeHttp)
            ? server
            : throw new KubeConfigException($"'{configuration.Host}' is no address of an API server");
        this.options = options;
        serverName = string.IsNullOrWhiteSpace(configuration.TlsServerName) ? null : configuration.TlsServerName;
        credentials = Kubernetes.CreateCredentials(configuration);

        // A watch lasts as long as it lasts; every other request has a limit of its own.
        http = new HttpClient(Handler(configuration)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The API server's address.</summary>
    public Uri Server { get; }

    /// <summary>Reads the configuration; nothing is asked of the server yet.</summary>
    /// <exception cref="ClusterException">The configuration is missing or wrong.</exception>
    public static ClusterConnection Open(ClusterOptions options)
    {
        try
        {
            return new ClusterConnection(Configure(options), options);
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
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Server, path.TrimStart('/')));
            request.Headers.Accept.ParseAdd("application/json");
            request.Headers.Host = serverName;
            if (credentials is not null)
            {
                await credentials.ProcessHttpRequestAsync(request, limit.Token);
            }

            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return response.IsSuccessStatusCode ? response : throw Refused(response, path);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException or KubernetesClientException && !cancellationToken.IsCancellationRequested)
        {
            response?.Dispose();
            string why = fault is OperationCanceledException ? FormattableString.Invariant($"no answer within {options.Timeout.TotalSeconds:0.#} s") : fault.Message;
            throw new ClusterException(ClusterFault.Unreachable, $"{Server} could not be asked for {path}: {why}", fault);
        }
    }

    public void Dispose() => http.Dispose();

    private static KubernetesClientConfiguration Configure(ClusterOptions options)
    {
        bool stated = options.Kubeconfig is not null || options.Context is not null;
        string? file = options.Kubeconfig ?? Environment.GetEnvironmentVariable("KUBECONFIG");
        bool anywhere = stated || !string.IsNullOrEmpty(file) || File.Exists(KubernetesClientConfiguration.KubeConfigDefaultLocation);
        return !anywhere && KubernetesClientConfiguration.IsInCluster()
            ? KubernetesClientConfiguration.InClusterConfig()
            : KubernetesClientConfiguration.BuildConfigFromConfigFile(string.IsNullOrEmpty(file) ? null : file.Split(Path.PathSeparator)[0], options.Context);
    }

    private static SocketsHttpHandler Handler(KubernetesClientConfiguration configuration)
    {
        var handler = new SocketsHttpHandler
        {
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = TimeSpan.FromMinutes(3),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(30),
        };
        if (configuration.SkipTlsVerify || configuration.SslCaCerts is not null)
        {
            // The client's own check passes over the name wherever the chain does not end at an authority of the system.
            handler.SslOptions.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) => configuration.SkipTlsVerify
                || ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == 0
                    && Kubernetes.CertificateValidationCallBack(sender, configuration.SslCaCerts, certificate, chain, errors));
        }

        if (ClientCertificate(configuration) is { } own)
        {
            handler.SslOptions.ClientCertificates = new X509Certificate2Collection(own);
        }

        return handler;
    }

    /// <summary>The certificate the kubeconfig, or the program it names, gives us to show.</summary>
    private static X509Certificate2? ClientCertificate(KubernetesClientConfiguration configuration)
    {
        string? certificate = Pem(configuration.ClientCertificateData, configuration.ClientCertificateFilePath);
        string? key = Pem(configuration.ClientCertificateKeyData, configuration.ClientKeyFilePath);
        if (certificate is null || key is null)
        {
            return null;
        }

        X509Certificate2 own = X509Certificate2.CreateFromPem(certificate, key);
        if (!OperatingSystem.IsWindows())
        {
            return own;
        }

        // Windows shows no certificate whose key exists in memory alone.
        using (own)
        {
            return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), password: null);
        }
    }

    private static string? Pem(string? data, string? file) => (string.IsNullOrWhiteSpace(data), string.IsNullOrWhiteSpace(file)) switch
    {
        (false, _) => Encoding.ASCII.GetString(Convert.FromBase64String(data!)),
        (_, false) => File.ReadAllText(file!),
        _ => null,
    };

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
