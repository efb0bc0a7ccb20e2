namespace KubeSec.Images.Registries;

/// <summary>A place that holds images and what refers to them: a registry, or an image layout on disk.</summary>
internal interface IManifestStore
{
    /// <summary>A manifest or index: by its digest where the reference has one, else by its tag.</summary>
    Task<Lookup<OciManifest>> GetManifestAsync(ImageReference image, CancellationToken cancellationToken);

    /// <summary>A blob, whose digest and size are those of the descriptor.</summary>
    Task<Lookup<byte[]>> GetBlobAsync(ImageReference repository, OciDescriptor descriptor, CancellationToken cancellationToken);

    /// <summary>Everything that refers to a manifest; <see cref="LookupFailureKind.NotFound"/> where the place does not keep such a list.</summary>
    Task<Lookup<OciDescriptor[]>> GetReferrersAsync(ImageReference repository, Digest digest, CancellationToken cancellationToken);
}
