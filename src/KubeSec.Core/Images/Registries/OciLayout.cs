namespace KubeSec.Images.Registries;

/// <summary>
/// An image layout on disk (OCI image specification, image-layout.md), as <c>cosign save</c>, <c>oras</c> and <c>skopeo</c> write it.
/// Content is checked against its digest as if it came from a registry.
/// </summary>
internal sealed class OciLayout : IManifestStore
{
    private const string ReferenceName = "org.opencontainers.image.ref.name";

    // cosign save marks what it writes by kind instead of by tag (sigstore/cosign, pkg/oci/layout/write.go).
    private const string Kind = "kind";
    private const string KindPrefix = "dev.cosignproject.cosign/";

    private readonly string folder;
    private readonly RegistryOptions limits;
    private readonly OciDescriptor[] entries;

    private OciLayout(string folder, RegistryOptions limits, OciDescriptor[] entries)
    {
        this.folder = folder;
        this.limits = limits;
        this.entries = entries;
    }

    /// <summary>Opens a layout by its <c>index.json</c>.</summary>
    public static Lookup<OciLayout> Open(string folder, RegistryOptions limits)
    {
        Lookup<byte[]> bytes = Read(Path.Combine(folder, "index.json"), limits.LargestManifest);
        if (!bytes.Found)
        {
            // A folder that is not there says nothing about any image.
            return bytes.Failure with { Kind = bytes.Failure.IsAbsence ? LookupFailureKind.Unreachable : bytes.Failure.Kind };
        }

        Lookup<OciDocument> index = OciDocument.Read(bytes.Value, MediaTypes.OciIndex);
        return index.Value?.Manifests is { } entries
            ? new OciLayout(folder, limits, [.. entries])
            : new LookupFailure(LookupFailureKind.Malformed, $"{folder}/index.json is refused: {index.Failure?.Message}");
    }

    public Task<Lookup<OciManifest>> GetManifestAsync(ImageReference image, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(GetManifest(image));
    }

    public Task<Lookup<byte[]>> GetBlobAsync(ImageReference repository, OciDescriptor descriptor, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(ReadBlob(descriptor, limits.LargestBlob));
    }

    /// <summary>A layout has no list of referrers; every manifest of its index is asked for its subject.</summary>
    public Task<Lookup<OciDescriptor[]>> GetReferrersAsync(ImageReference repository, Digest digest, CancellationToken cancellationToken)
    {
        List<OciDescriptor> referrers = [];
        foreach (OciDescriptor entry in entries.DistinctBy(entry => entry.Digest))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Lookup<OciManifest> manifest = ReadManifest(entry);
            if (!manifest.Found)
            {
                return Task.FromResult<Lookup<OciDescriptor[]>>(manifest.Failure);
            }

            if (manifest.Value.Document.Subject?.Digest == digest)
            {
                referrers.Add(entry with { ArtifactType = manifest.Value.Document.ArtifactType ?? manifest.Value.Document.Config?.MediaType });
            }
        }

        return Task.FromResult<Lookup<OciDescriptor[]>>(referrers.ToArray());
    }

    private Lookup<OciManifest> GetManifest(ImageReference image)
    {
        OciDescriptor? entry = image.Digest is { } digest
            ? Array.Find(entries, entry => entry.Digest == digest) ?? ChildOf(digest)
            : Array.Find(entries, entry => Names(entry, image)) ?? SavedBeside(image.Tag);
        return entry is null
            ? new LookupFailure(LookupFailureKind.NotFound, $"the image layout {folder} has no {image.Digest?.ToString() ?? image.EffectiveTag}")
            : ReadManifest(entry);
    }

    private static bool Names(OciDescriptor entry, ImageReference image) =>
        entry.Annotation(ReferenceName) is { } name
        && (name == image.EffectiveTag || (ImageReference.TryParse(name, out ImageReference? full, out _) && full == image));

    /// <summary>A platform's manifest stands in an index of the layout, not in the layout's own.</summary>
    private OciDescriptor? ChildOf(Digest digest) => entries
        .Where(entry => MediaTypes.IsIndex(entry.MediaType))
        .SelectMany(entry => ReadManifest(entry).Value?.Document.Manifests ?? [])
        .FirstOrDefault(child => child.Digest == digest);

    /// <summary>What <c>cosign save</c> put beside the one image of the layout, asked for by the tag it has in a registry.</summary>
    private OciDescriptor? SavedBeside(string? tag)
    {
        string? kind = tag switch
        {
            not null when tag.EndsWith(".sig", StringComparison.Ordinal) => "sigs",
            not null when tag.EndsWith(".att", StringComparison.Ordinal) => "atts",
            _ => null,
        };
        bool OfKind(OciDescriptor entry, string wanted) => entry.Annotation(Kind) == KindPrefix + wanted;
        bool ofThisImage = entries.Count(entry => OfKind(entry, "image") || OfKind(entry, "imageIndex")) == 1
            && entries.Any(entry => tag?.StartsWith($"{entry.Digest.Algorithm}-{entry.Digest.Hex}.", StringComparison.Ordinal) == true);
        return kind is not null && ofThisImage ? Array.Find(entries, entry => OfKind(entry, kind)) : null;
    }

    private Lookup<OciManifest> ReadManifest(OciDescriptor entry)
    {
        Lookup<byte[]> bytes = ReadBlob(entry, limits.LargestManifest);
        if (!bytes.Found)
        {
            return bytes.Failure;
        }

        Lookup<OciDocument> document = OciDocument.Read(bytes.Value, entry.MediaType);
        return document.Found
            ? new OciManifest(new OciDescriptor { MediaType = document.Value.MediaType!, Digest = entry.Digest, Size = bytes.Value.Length }, bytes.Value, document.Value)
            : document.Failure with { Message = $"{entry.Digest} in {folder} is refused: {document.Failure.Message}" };
    }

    private Lookup<byte[]> ReadBlob(OciDescriptor descriptor, int limit)
    {
        Lookup<byte[]> bytes = Read(Path.Combine(folder, "blobs", descriptor.Digest.Algorithm, descriptor.Digest.Hex), limit);
        bool whole = bytes.Found && bytes.Value.Length == descriptor.Size && descriptor.Digest.Matches(bytes.Value);
        return whole || bytes.Failure is { IsAbsence: false }
            ? bytes
            : new LookupFailure(LookupFailureKind.Malformed, $"the blob {descriptor.Digest} in {folder} is missing or not what its digest says");
    }

    private static Lookup<byte[]> Read(string path, int limit)
    {
        try
        {
            // Pipes and devices, which a layout of a stranger's making may lead to, have no length: reading one may never end.
            FileInfo file = new(path);
            if ((file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file) is { Exists: true, Length: 0 })
            {
                return new LookupFailure(LookupFailureKind.Malformed, $"{path} is empty or no file");
            }

            using FileStream stream = File.OpenRead(path);
            if (stream.Length > limit)
            {
                return new LookupFailure(LookupFailureKind.TooLarge, $"{path} is larger than {limit} bytes");
            }

            byte[] content = new byte[stream.Length];
            int length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return length == content.Length ? content : content[..length];
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return new LookupFailure(LookupFailureKind.NotFound, $"{path} is not there");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new LookupFailure(LookupFailureKind.Unauthorized, $"{path} cannot be read: {fault.Message}");
        }
    }
}
