using KubeSec.Images;
using KubeSec.Images.Registries;

namespace KubeSec.Signatures;

/// <summary>The signed payload: the descriptor of the artifact (signature-specification.md, "Payload").</summary>
/// <param name="MediaType">The manifest's media type.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Annotations">What the signer noted.</param>
internal sealed record NotationPayload(string MediaType, Digest Digest, long Size, IReadOnlyDictionary<string, string> Annotations)
{
    public static NotationPayload Read(ReadOnlyMemory<byte> utf8) =>
        StrictJson.Parse(utf8, NotationEnvelope.MaxSize, "payload", NotationReasonCodes.PayloadMalformed, root =>
        {
            StrictJson target = root.Only("targetArtifact").Object("targetArtifact")
                .Only("mediaType", "digest", "size", "annotations", "artifactType", "urls", "data", "platform");
            return new NotationPayload(
                target.String("mediaType"),
                Digest.TryParse(target.String("digest"), out Digest? digest, out string? error) ? digest : throw target.Wrong("digest", $"is no digest: {error}"),
                target.Number("size"),
                target.OptionalObject("annotations")?.Strings() ?? SignedClaims.NoAnnotations);
        });

    /// <summary>Requires that this is the manifest that was signed: all three of its properties, not only its digest.</summary>
    public void RequireAbout(OciDescriptor image)
    {
        Require(Digest == image.Digest, $"{Digest} was signed, and the image is {image.Digest}");
        Require(Size == image.Size, FormattableString.Invariant($"a manifest of {Size} bytes was signed, and the image's has {image.Size}"));
        Require(MediaType == image.MediaType, $"a '{MediaType}' was signed, and the image is a '{image.MediaType}'");
    }

    private static void Require(bool holds, string message) => RefusedException.Unless(holds, NotationReasonCodes.TargetMismatch, message);
}
