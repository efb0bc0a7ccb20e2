namespace KubeSec.Images.Registries;

/// <summary>How registries are reached.</summary>
public sealed record RegistryOptions
{
    /// <summary>Whether no socket may be opened; every question is then answered with <see cref="LookupFailureKind.Offline"/>.</summary>
    public bool Offline { get; init; }

    /// <summary>Credentials by registry host (with port), before any of <see cref="DockerConfig"/>.</summary>
    public IReadOnlyDictionary<string, RegistryCredential> Credentials { get; init; } = new Dictionary<string, RegistryCredential>();

    /// <summary>
    /// The Docker configuration file that holds credentials or names credential helpers. Null for <c>config.json</c>
    /// in <c>DOCKER_CONFIG</c> or <c>~/.docker</c>; empty for none.
    /// </summary>
    public string? DockerConfig { get; init; }

    /// <summary>Other places where images are to be fetched, under the name they are known by.</summary>
    public IReadOnlyList<RegistryMirror> Mirrors { get; init; } = [];

    /// <summary>Certificate authorities in PEM, trusted for registries beside those of the operating system.</summary>
    public IReadOnlyList<string> CertificateAuthorities { get; init; } = [];

    /// <summary>Registry hosts (with port) that are spoken to without TLS. A loopback address without TLS needs no entry.</summary>
    public IReadOnlyList<string> PlainHttp { get; init; } = [];

    /// <summary>How long one request may take with its answer; 20 seconds unless said otherwise.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long one image may take with all that is asked about it and its platforms; 2 minutes unless said otherwise.</summary>
    public TimeSpan TimePerImage { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a request is tried again after a fault that may pass; 3 unless said otherwise.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The longest wait that a registry's <c>Retry-After</c> may ask for; 30 seconds unless said otherwise.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest manifest read, in bytes; 4 MiB unless said otherwise (the distribution specification's own limit).</summary>
    public int LargestManifest { get; init; } = 4 << 20;

    /// <summary>The largest signature, attestation or SBOM read, in bytes; 32 MiB unless said otherwise.</summary>
    public int LargestBlob { get; init; } = 32 << 20;

    /// <summary>The most referrers of one image that are looked at; 1,000 unless said otherwise.</summary>
    public int MostReferrers { get; init; } = 1000;
}

/// <summary>
/// Images known by one name and held at another place. Policies and signatures speak of the name; requests go to the place.
/// The place takes the name's stead altogether, so that a closed network is never left.
/// </summary>
/// <param name="Name">Registry, or registry and the first parts of a repository: <c>docker.io</c>, <c>ghcr.io/acme</c>.</param>
/// <param name="Location">What stands there instead: <c>mirror.acme.internal/dockerhub</c>.</param>
public sealed record RegistryMirror(string Name, string Location);

/// <summary>A user name and password, or a token that a registry's token service takes for them.</summary>
/// <param name="UserName">The user name; empty when <paramref name="Secret"/> is an identity token.</param>
/// <param name="Secret">The password or identity token.</param>
public sealed record RegistryCredential(string UserName, string Secret)
{
    /// <summary>Never the secret.</summary>
    public override string ToString() => UserName.Length == 0 ? "an identity token" : $"the credentials of '{UserName}'";
}
