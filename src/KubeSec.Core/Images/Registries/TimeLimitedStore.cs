namespace KubeSec.Images.Registries;

/// <summary>A place that is asked as long as there is time for the image.</summary>
internal sealed class TimeLimitedStore(IManifestStore store, ImageTime time) : IManifestStore
{
    public Task<Lookup<OciManifest>> GetManifestAsync(ImageReference image, CancellationToken cancellationToken) =>
        time.WithinAsync(token => store.GetManifestAsync(image, token), cancellationToken);

    public Task<Lookup<byte[]>> GetBlobAsync(ImageReference repository, OciDescriptor descriptor, CancellationToken cancellationToken) =>
        time.WithinAsync(token => store.GetBlobAsync(repository, descriptor, token), cancellationToken);

    public Task<Lookup<OciDescriptor[]>> GetReferrersAsync(ImageReference repository, Digest digest, CancellationToken cancellationToken) =>
        time.WithinAsync(token => store.GetReferrersAsync(repository, digest, token), cancellationToken);
}
