using KubeSec.Images;
using KubeSec.Images.Registries;

namespace KubeSec.Signatures;

/// <summary>
/// Statements about an image that nobody signs, or whose signature binds them to no image. They are told and never count,
/// so what cannot be read is left out.
/// </summary>
/// <param name="store">Holds the image.</param>
internal sealed class UnsignedDiscovery(IManifestStore store)
{
    private const string Statement = "application/vnd.in-toto+json";
    private const int MostManifests = 16;
    private const int MostStatements = 32;

    /// <summary>Looks for what BuildKit and cosign's older form leave beside an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="manifest">Its manifest or index.</param>
    /// <param name="repository">Where its signatures are.</param>
    /// <param name="tags">Whether tags are looked at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<UnsignedStatement>> FindAsync(
        ImageReference image, OciManifest manifest, ImageReference repository, bool tags, CancellationToken cancellationToken)
    {
        List<UnsignedStatement> statements = [];
        await ProvenanceAsync(statements, image, manifest, cancellationToken);
        if (tags)
        {
            await AttachmentAsync(statements, repository, manifest.Descriptor.Digest, cancellationToken);
        }

        return statements;
    }

    /// <summary>BuildKit's provenance, in manifests for a platform that does not exist (moby/buildkit docs/attestations/attestation-storage.md).</summary>
    private async Task ProvenanceAsync(List<UnsignedStatement> statements, ImageReference image, OciManifest index, CancellationToken cancellationToken)
    {
        IEnumerable<OciDescriptor> beside = (index.Document.Manifests ?? []).Where(child => child.Platform is { Os: "unknown", Architecture: "unknown" });
        foreach (OciDescriptor child in beside.Take(MostManifests))
        {
            Lookup<OciManifest> manifest = await store.GetManifestAsync(image.WithDigest(child.Digest), cancellationToken);
            IEnumerable<OciDescriptor> layers = manifest.Found ? (manifest.Value.Document.Layers ?? []).Where(layer => layer.MediaType == Statement) : [];
            foreach (OciDescriptor layer in layers.Take(MostStatements - statements.Count))
            {
                Lookup<byte[]> content = await store.GetBlobAsync(image, layer, cancellationToken);
                if (content.Found && UnsignedStatement.Read(content.Value) is { } statement)
                {
                    statements.Add(statement);
                }
            }
        }
    }

    /// <summary>
    /// A bill of materials under cosign's tag <c>sha256-….sbom</c>. Even where the attachment is signed, nothing but the tag's
    /// name ties it to this image: another image's would do as well, and so it proves nothing.
    /// </summary>
    private async Task AttachmentAsync(List<UnsignedStatement> statements, ImageReference repository, Digest digest, CancellationToken cancellationToken)
    {
        Lookup<OciManifest> manifest = await store.GetManifestAsync(repository.WithTag($"{digest.Algorithm}-{digest.Hex}.sbom"), cancellationToken);
        IEnumerable<OciDescriptor> layers = manifest.Found ? manifest.Value.Document.Layers ?? [] : [];
        statements.AddRange(layers.Take(1).Select(layer => new UnsignedStatement(TypeOf(layer.MediaType), null, null, null)));
    }

    /// <summary>The kinds that cosign attaches (sigstore/cosign pkg/types/media.go).</summary>
    private static string TypeOf(string mediaType) =>
        mediaType.Contains("cyclonedx", StringComparison.Ordinal) ? SbomPolicy.CycloneDx
        : mediaType.Contains("spdx", StringComparison.Ordinal) ? SbomPolicy.Spdx : mediaType;
}
