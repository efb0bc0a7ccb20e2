namespace KubeSec.Images.Registries;

/// <summary>
/// Reads from registries by the OCI distribution specification. A registry is not trusted: whatever has a digest
/// is checked against it, and what has none is given the digest of the bytes received.
/// </summary>
internal sealed class RegistryClient : IManifestStore, IDisposable
{
    private const int MostPages = 64;

    private static readonly string[] Manifests =
        [MediaTypes.OciManifest, MediaTypes.OciIndex, MediaTypes.DockerManifest, MediaTypes.DockerList];

    private readonly RegistryOptions options;
    private readonly RegistryMirrors mirrors;
    private readonly RegistryConnections connections;
    private readonly RegistryTransport transport;

    /// <param name="options">How registries are reached.</param>
    /// <param name="clock">For waits and the life of tokens.</param>
    /// <param name="network">Stands in for the network in tests.</param>
    public RegistryClient(RegistryOptions options, TimeProvider clock, HttpMessageHandler? network = null)
    {
        this.options = options;
        mirrors = new RegistryMirrors(options.Mirrors);
        connections = new RegistryConnections(options, network);
        transport = new RegistryTransport(options, connections, clock);
    }

    /// <summary>The name by which policies and signatures know an image that may be named by its mirror.</summary>
    public ImageReference IdentityOf(ImageReference image) => mirrors.IdentityOf(image);

    /// <summary>A manifest or index: by its digest where the reference has one, else by its tag.</summary>
    public async Task<Lookup<OciManifest>> GetManifestAsync(ImageReference image, CancellationToken cancellationToken)
    {
        ImageReference place = mirrors.LocationOf(image);
        string name = place.Digest?.ToString() ?? place.EffectiveTag!;
        Lookup<RegistryResponse> response = await transport.GetAsync(
            new RegistryRequest(place, $"/v2/{place.Path}/manifests/{name}", Manifests, options.LargestManifest), cancellationToken);
        if (!response.Found)
        {
            return response.Failure;
        }

        // By tag the digest is that of the bytes; what the registry says it is only tells a truncated answer.
        byte[] body = response.Value.Body;
        Digest? expected = place.Digest
            ?? (Digest.TryParse(response.Value.ContentDigest, out Digest? stated, out _) ? stated : null);
        if (expected is not null && !expected.Matches(body))
        {
            return WrongDigest($"{place.Repository}:{name}", expected);
        }

        Lookup<OciDocument> document = OciDocument.Read(body, response.Value.MediaType);
        if (!document.Found)
        {
            return document.Failure with { Message = $"the manifest {place.Repository} {name} is refused: {document.Failure.Message}" };
        }

        Digest digest = place.Digest ?? Digest.Sha256Of(body);
        OciDescriptor descriptor = new() { MediaType = document.Value.MediaType!, Digest = digest, Size = body.Length };
        return new OciManifest(descriptor, body, document.Value);
    }

    /// <summary>A blob, whose digest and size are those of the descriptor.</summary>
    public async Task<Lookup<byte[]>> GetBlobAsync(ImageReference repository, OciDescriptor descriptor, CancellationToken cancellationToken)
    {
        ImageReference place = mirrors.LocationOf(repository);
        if (descriptor.Size < 0 || descriptor.Size > options.LargestBlob)
        {
            return new LookupFailure(LookupFailureKind.TooLarge, $"the blob {place.Repository}@{descriptor.Digest} is larger than {options.LargestBlob} bytes");
        }

        Lookup<RegistryResponse> response = await transport.GetAsync(
            new RegistryRequest(place, $"/v2/{place.Path}/blobs/{descriptor.Digest}", [], descriptor.Size), cancellationToken);
        if (!response.Found)
        {
            return response.Failure;
        }

        byte[] body = response.Value.Body;
        return body.Length == descriptor.Size && descriptor.Digest.Matches(body) ? body : WrongDigest(place.Repository, descriptor.Digest);
    }

    /// <summary>
    /// What the referrers API knows of an image, all pages of it; <see cref="LookupFailureKind.NotFound"/> when the registry
    /// has no such API (distribution specification, "Listing Referrers").
    /// </summary>
    public async Task<Lookup<OciDescriptor[]>> GetReferrersAsync(ImageReference repository, Digest digest, CancellationToken cancellationToken)
    {
        ImageReference place = mirrors.LocationOf(repository);
        List<OciDescriptor> referrers = [];
        string? path = $"/v2/{place.Path}/referrers/{digest}";
        for (int page = 0; path is not null; page++)
        {
            Lookup<RegistryResponse> response = await transport.GetAsync(
                new RegistryRequest(place, path, [MediaTypes.OciIndex], options.LargestManifest), cancellationToken);
            if (!response.Found)
            {
                // Only the first page can say that there is no such API; a later one missing means an incomplete list.
                return page > 0 && response.Failure.IsAbsence ? response.Failure with { Kind = LookupFailureKind.Refused } : response.Failure;
            }

            Lookup<OciDocument> index = OciDocument.Read(response.Value.Body, response.Value.MediaType);
            if (!index.Found || index.Value.Manifests is null)
            {
                return new LookupFailure(LookupFailureKind.Malformed, $"the referrers of {place.Repository}@{digest} are no index: {index.Failure?.Message}");
            }

            referrers.AddRange(index.Value.Manifests);
            if (referrers.Count > options.MostReferrers || page == MostPages)
            {
                return new LookupFailure(
                    LookupFailureKind.TooLarge, $"{place.Repository}@{digest} has more than {options.MostReferrers} referrers, or more than {MostPages} pages of them");
            }

            path = LinkHeader.Next(response.Value.Link, path);
        }

        return referrers.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => connections.Dispose();

    private static LookupFailure WrongDigest(string what, Digest expected) =>
        new(LookupFailureKind.Malformed, $"what the registry sent for {what} is not the content of {expected}");
}
