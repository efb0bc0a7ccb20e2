using KubeSec.Images;
using KubeSec.Images.Registries;

namespace KubeSec.Signatures;

/// <summary>
/// Looks for the signatures of one image in every place asked for. A place that cannot be read is told as such: it is
/// never taken for an empty one, and no other place is looked at in its stead.
/// </summary>
/// <param name="store">Holds the signatures.</param>
/// <param name="repository">The repository they are in: the image's own unless the policy names another.</param>
/// <param name="digest">The image.</param>
internal sealed class SignatureDiscovery(IManifestStore store, ImageReference repository, Digest digest)
{
    /// <summary>More signatures than this are not looked at, and that is said.</summary>
    private const int MostSignatures = 100;

    /// <summary>More than this is not kept in memory for one image.</summary>
    private const long MostBytes = 128 << 20;

    /// <summary>A registry that fails so often is not asked on: nothing it may still say would decide the image.</summary>
    private const int MostFailures = 10;

    /// <summary>So many manifests of one image are asked for at a time.</summary>
    private const int SideBySide = 4;

    private readonly List<SignatureCandidate> candidates = [];
    private readonly List<LookupFailure> failures = [];
    private long bytes;
    private bool full;

    /// <summary>Looks in the places. Lists are asked for side by side, and what they name is judged in one order whatever answers first.</summary>
    /// <param name="places">Where to look.</param>
    /// <param name="attestations">Whether attestations are wanted too; among referrers they cannot be told apart beforehand.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<DiscoveredSignatures> FindAsync(IReadOnlyList<SignaturePlace> places, bool attestations, CancellationToken cancellationToken)
    {
        string[] kinds = !places.Contains(SignaturePlace.Tags) ? [] : attestations ? ["sig", "att"] : ["sig"];
        Task<Lookup<OciManifest>>[] tags = [.. kinds.Select(kind => store.GetManifestAsync(Tagged("." + kind), cancellationToken))];
        if (places.Contains(SignaturePlace.Referrers))
        {
            await ReferrersAsync(cancellationToken);
        }

        Lookup<OciManifest>[] tagged = await Task.WhenAll(tags);
        for (int number = 0; number < kinds.Length; number++)
        {
            await TagAsync(Tagged("." + kinds[number]), tagged[number], cancellationToken);
        }

        SignatureCandidate[] ordered = [.. candidates
            .OrderBy(candidate => candidate.Layer.Digest.ToString(), StringComparer.Ordinal)
            .ThenBy(candidate => candidate.Place, StringComparer.Ordinal)];
        return new DiscoveredSignatures(ordered, failures);
    }

    /// <summary>The tag under which cosign, and clients of registries without the referrers API, keep what belongs to the image.</summary>
    private ImageReference Tagged(string suffix) => repository.WithTag($"{digest.Algorithm}-{digest.Hex}{suffix}");

    private async Task TagAsync(ImageReference tag, Lookup<OciManifest> manifest, CancellationToken cancellationToken)
    {
        if (manifest.Found)
        {
            await LayersAsync(manifest.Value, $"tag {tag.Tag}", cancellationToken);
        }
        else if (!manifest.Failure.IsAbsence)
        {
            failures.Add(manifest.Failure);
        }
    }

    private async Task ReferrersAsync(CancellationToken cancellationToken)
    {
        Lookup<OciDescriptor[]> referrers = await ListAsync(cancellationToken);
        if (!referrers.Found)
        {
            if (!referrers.Failure.IsAbsence)
            {
                failures.Add(referrers.Failure);
            }

            return;
        }

        foreach (OciDescriptor[] some in referrers.Value.Where(MayBeSignature).DistinctBy(referrer => referrer.Digest).Chunk(SideBySide))
        {
            if (full || failures.Count >= MostFailures)
            {
                return;
            }

            Lookup<OciManifest>[] manifests = await Task.WhenAll(
                some.Select(referrer => store.GetManifestAsync(repository.WithDigest(referrer.Digest), cancellationToken)));
            foreach (Lookup<OciManifest> manifest in manifests)
            {
                await ReferrerAsync(manifest, cancellationToken);
            }
        }
    }

    /// <summary>A list can name anything; only a manifest that says so itself refers to this image.</summary>
    private async Task ReferrerAsync(Lookup<OciManifest> manifest, CancellationToken cancellationToken)
    {
        if (!manifest.Found)
        {
            failures.Add(manifest.Failure);
        }
        else if (manifest.Value.Document.Subject?.Digest == digest)
        {
            await LayersAsync(manifest.Value, $"referrer {manifest.Value.Descriptor.Digest}", cancellationToken);
        }
    }

    /// <summary>The API's list, or where a registry has none the index under the fallback tag (distribution specification, "Referrers Tag Schema").</summary>
    private async Task<Lookup<OciDescriptor[]>> ListAsync(CancellationToken cancellationToken)
    {
        Lookup<OciDescriptor[]> referrers = await store.GetReferrersAsync(repository, digest, cancellationToken);
        if (referrers.Found || !referrers.Failure.IsAbsence)
        {
            return referrers;
        }

        Lookup<OciManifest> index = await store.GetManifestAsync(Tagged(""), cancellationToken);
        return !index.Found ? index.Failure : index.Value.Document.Manifests?.ToArray() ?? [];
    }

    /// <summary>
    /// A list's own word for what a manifest is can be wrong: clients that copy the type of the configuration write the empty
    /// one for signatures (kyverno/kyverno#16664). So only what clearly names another purpose is left out.
    /// </summary>
    private static bool MayBeSignature(OciDescriptor referrer) =>
        referrer.ArtifactType is null or "" or MediaTypes.OciEmpty or "application/vnd.oci.image.config.v1+json"
            or SignatureMediaTypes.ExperimentalSignature or SignatureMediaTypes.Notation
        || referrer.ArtifactType.StartsWith(SignatureMediaTypes.BundlePrefix, StringComparison.Ordinal);

    /// <summary>Whether one more may be looked at; once it may not, that is told and nothing more is.</summary>
    private bool HasRoomFor(OciDescriptor layer)
    {
        if (full || failures.Count >= MostFailures)
        {
            return false;
        }

        bytes += Math.Max(0, layer.Size);
        full = candidates.Count == MostSignatures || bytes > MostBytes;
        if (full)
        {
            failures.Add(new LookupFailure(
                LookupFailureKind.TooLarge,
                $"{repository.Repository}@{digest} has more than {MostSignatures} signatures, or more than {MostBytes >> 20} MiB of them; the rest was not looked at"));
        }

        return !full;
    }

    private async Task LayersAsync(OciManifest manifest, string place, CancellationToken cancellationToken)
    {
        IReadOnlyList<OciDescriptor> layers = manifest.Document.Layers ?? [];
        if (NotationManifest.IsOne(manifest) && layers.Count != 1)
        {
            // Refused when it is verified: which of its layers would be the signature is left open.
            if (HasRoomFor(manifest.Descriptor))
            {
                candidates.Add(new SignatureCandidate(SignatureFormat.Notation, place, manifest.Descriptor, manifest.Content, manifest));
            }

            return;
        }

        bytes += manifest.Content.Length;
        for (int number = 0; number < layers.Count; number++)
        {
            if (SignatureMediaTypes.FormatOf(layers[number].MediaType) is not { } format)
            {
                continue;
            }

            if (!HasRoomFor(layers[number]))
            {
                return;
            }

            Lookup<byte[]> blob = await store.GetBlobAsync(repository, layers[number], cancellationToken);
            if (blob.Found)
            {
                candidates.Add(new SignatureCandidate(format, layers.Count == 1 ? place : $"{place}, layer {number}", layers[number], blob.Value, manifest));
            }
            else
            {
                failures.Add(blob.Failure);
            }
        }
    }
}
