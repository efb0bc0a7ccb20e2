namespace KubeSec.Signatures;

/// <summary>A signature and everything that came with it, from a bundle or from cosign's annotations; nothing in it is verified.</summary>
internal sealed record SignatureMaterial
{
    public required byte[] Signature { get; init; }

    /// <summary>What the signature is over: a message, or a statement in a DSSE envelope.</summary>
    public required ISignedContent Content { get; init; }

    /// <summary>The signing certificate and whatever came with it; empty when a key signed.</summary>
    public IReadOnlyList<Certificate> Certificates { get; init; } = [];

    /// <summary>The key's name in the signer's words; null when a certificate is there.</summary>
    public string? KeyHint { get; init; }

    /// <summary>A signed certificate timestamp that came beside the certificate, in TLS form or as the log's JSON.</summary>
    public ReadOnlyMemory<byte>? DetachedCertificateTimestamp { get; init; }

    public IReadOnlyList<LogEntry> LogEntries { get; init; } = [];

    public IReadOnlyList<TimestampToken> Timestamps { get; init; } = [];
}

/// <summary>What was signed, and how it is bound to the artifact.</summary>
internal interface ISignedContent
{
    /// <summary>What the signature was made over, given the artifact.</summary>
    SignedArtifact SignedMessage(SignedArtifact artifact);

    /// <summary>A digest a log entry may state about this content, or null where it cannot be known.</summary>
    byte[]? Digest(DigestSubject subject, HashKind hash, SignedArtifact artifact);

    /// <summary>Requires that this content is about the artifact, once the signature over it is known to hold.</summary>
    /// <returns>What the signer says about it.</returns>
    SignedClaims RequireAbout(SignedArtifact artifact);
}

/// <summary>What a verified signature says about its artifact.</summary>
/// <param name="Statement">The signed statement, if it is one.</param>
/// <param name="Annotations">What the signer noted, by name.</param>
internal sealed record SignedClaims(InTotoStatement? Statement, IReadOnlyDictionary<string, string> Annotations)
{
    public static IReadOnlyDictionary<string, string> NoAnnotations { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>The artifact itself was signed.</summary>
/// <param name="Stated">Its digest in the signer's words.</param>
internal sealed record MessageContent(StatedDigest Stated) : ISignedContent
{
    public SignedArtifact SignedMessage(SignedArtifact artifact) => artifact;

    public byte[]? Digest(DigestSubject subject, HashKind hash, SignedArtifact artifact) =>
        subject == DigestSubject.Message ? artifact.Digest(hash) : null;

    public SignedClaims RequireAbout(SignedArtifact artifact)
    {
        RefusedException.Unless(
            Stated.Matches(artifact.Digest(Stated.Hash)),
            ReasonCodes.ArtifactDigestMismatch,
            "the bundle states another digest than the artifact's");
        return new SignedClaims(null, SignedClaims.NoAnnotations);
    }
}

/// <summary>A statement about the artifact was signed.</summary>
/// <param name="envelope">The envelope that holds it.</param>
/// <param name="raw">The envelope's JSON as the signer stored it; null where only its parts are at hand.</param>
internal sealed class EnvelopeContent(DsseEnvelope envelope, ReadOnlyMemory<byte>? raw) : ISignedContent
{
    private readonly SignedArtifact _message = SignedArtifact.FromContent(envelope.SignedBytes());

    public SignedArtifact SignedMessage(SignedArtifact artifact) => _message;

    public byte[]? Digest(DigestSubject subject, HashKind hash, SignedArtifact artifact) =>
        subject switch
        {
            DigestSubject.Payload => hash.Hash(envelope.Payload),
            DigestSubject.Envelope => raw is { } json ? hash.Hash(json.Span) : null,
            _ => _message.Digest(hash),
        };

    public SignedClaims RequireAbout(SignedArtifact artifact)
    {
        RefusedException.Unless(
            envelope.PayloadType == DsseEnvelope.InTotoPayloadType,
            ReasonCodes.DssePayloadTypeUnsupported,
            $"payload type '{envelope.PayloadType}' does not name its subjects; '{DsseEnvelope.InTotoPayloadType}' is expected");
        var statement = InTotoStatement.Read(envelope.Payload);
        return new SignedClaims(statement, statement.RequireSubject(artifact).Annotations);
    }
}
