namespace KubeSec.Signatures;

/// <summary>Verifies what was found beside an image, in whichever Sigstore form it has, offline.</summary>
/// <param name="root">Whom to believe.</param>
/// <param name="options">What is demanded beyond the signature.</param>
/// <param name="clock">The clock that stated times must not be ahead of.</param>
internal sealed class ImageSignatureVerifier(TrustRoot root, BundleVerifierOptions options, TimeProvider clock)
{
    /// <summary>Verifies one candidate.</summary>
    /// <param name="format">Its form; Notary Project signatures have a verifier of their own.</param>
    /// <param name="content">The layer's blob, already held against its digest.</param>
    /// <param name="annotations">The layer descriptor's annotations.</param>
    /// <param name="image">The image it must be about; its manifest's content, where it is at hand, serves keys that sign content and not digests.</param>
    /// <param name="signer">Who must have signed.</param>
    public BundleVerificationResult Verify(
        SignatureFormat format, ReadOnlyMemory<byte> content, IReadOnlyDictionary<string, string> annotations, SignedArtifact image, ExpectedSigner signer) =>
        new SignatureVerification(root, options, clock, image, signer).Run(() => format switch
        {
            SignatureFormat.Bundle => BundleReader.Read(content),
            SignatureFormat.SimpleSigning => ReadSimpleSigning(content, annotations),
            SignatureFormat.Attestation => ReadAttestation(content, annotations),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        });

    private static SignatureMaterial ReadSimpleSigning(ReadOnlyMemory<byte> payload, IReadOnlyDictionary<string, string> annotations)
    {
        var signature = CosignAnnotations.Text(annotations, CosignAnnotations.Signature)
            ?? throw new RefusedException(ReasonCodes.SignatureMissing, "the layer carries no signature annotation");
        return new SignatureMaterial
        {
            Signature = StrictBase64.Decode(signature) ?? throw new RefusedException(ReasonCodes.Base64Invalid, "the signature annotation is not valid base64"),
            Content = new SimpleSigningContent(payload),
            Certificates = CosignAnnotations.ReadCertificates(annotations),
            LogEntries = CosignAnnotations.ReadLogEntries(annotations),
            Timestamps = CosignAnnotations.ReadTimestamps(annotations),
        };
    }

    private static SignatureMaterial ReadAttestation(ReadOnlyMemory<byte> json, IReadOnlyDictionary<string, string> annotations)
    {
        var envelope = DsseEnvelope.Parse(json);
        return new SignatureMaterial
        {
            Signature = envelope.Signature,
            Content = new EnvelopeContent(envelope, json),
            Certificates = CosignAnnotations.ReadCertificates(annotations),
            LogEntries = CosignAnnotations.ReadLogEntries(annotations),
            Timestamps = CosignAnnotations.ReadTimestamps(annotations),
        };
    }
}
