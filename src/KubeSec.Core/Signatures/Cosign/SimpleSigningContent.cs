
namespace KubeSec.Signatures;

/// <summary>
/// cosign's simple signing payload: the bytes that are signed, and in them the image (containers/image
/// docs/containers-signature.5.md, with cosign's own type).
/// </summary>
internal sealed class SimpleSigningContent(ReadOnlyMemory<byte> payload) : ISignedContent
{
    private const int MaxSize = 1024 * 1024;
    private const string SignatureType = "cosign container image signature";

    private readonly SignedArtifact _message = SignedArtifact.FromContent(payload);

    public SignedArtifact SignedMessage(SignedArtifact artifact) => _message;

    public byte[]? Digest(DigestSubject subject, HashKind hash, SignedArtifact artifact) =>
        subject == DigestSubject.Message ? _message.Digest(hash) : null;

    public SignedClaims RequireAbout(SignedArtifact artifact) =>
        StrictJson.Parse(payload, MaxSize, "payload", ReasonCodes.PayloadMalformed, root => Read(root, artifact));

    private static SignedClaims Read(StrictJson root, SignedArtifact artifact)
    {
        var critical = root.Only("critical", "optional").Object("critical").Only("identity", "image", "type");
        var type = critical.String("type");
        RefusedException.Unless(
            type == SignatureType, ReasonCodes.PayloadTypeMismatch, $"the payload is of type '{type}' and '{SignatureType}' is expected");
        var stated = critical.Object("image").Only("docker-manifest-digest").String("docker-manifest-digest");
        RefusedException.Unless(
            Images.Digest.TryParse(stated, out var digest, out _)
            && HashKindExtensions.FromLowerCaseName(digest.Algorithm) is { } hash
            && artifact.Digest(hash) is { } own
            && Convert.ToHexStringLower(own) == digest.Hex,
            ReasonCodes.PayloadDigestMismatch,
            $"the payload is about image {stated}");
        return new SignedClaims(null, root.OptionalObject("optional")?.Strings() ?? SignedClaims.NoAnnotations);
    }
}
