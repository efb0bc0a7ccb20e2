using KubeSec.Images;
using KubeSec.Images.Registries;

namespace KubeSec.Signatures;

/// <summary>Something found beside an image that may be a signature of it; nothing in it is verified but its digest.</summary>
/// <param name="Format">What form it has.</param>
/// <param name="Place">Where it was found, for people.</param>
/// <param name="Layer">The blob it stands in; the annotations carry what cosign keeps beside a payload.</param>
/// <param name="Content">The blob.</param>
/// <param name="Manifest">The manifest that names the blob.</param>
internal sealed record SignatureCandidate(
    SignatureFormat Format, string Place, OciDescriptor Layer, ReadOnlyMemory<byte> Content, OciManifest Manifest);

/// <summary>The image that a signature must be about.</summary>
/// <param name="Name">The name by which policies know it.</param>
/// <param name="Manifest">Its manifest or index, as the registry sent it.</param>
internal sealed record SignedImage(ImageReference Name, OciManifest Manifest)
{
    /// <summary>The manifest as what was signed.</summary>
    public SignedArtifact Artifact { get; } = SignedArtifact.FromContent(Manifest.Content);
}

/// <summary>What was found beside an image.</summary>
/// <param name="Candidates">In the order of their digests, so that a report does not depend on the registry's order.</param>
/// <param name="Failures">What could not be looked at; with any of these, the absence of a signature proves nothing.</param>
internal sealed record DiscoveredSignatures(IReadOnlyList<SignatureCandidate> Candidates, IReadOnlyList<LookupFailure> Failures);
