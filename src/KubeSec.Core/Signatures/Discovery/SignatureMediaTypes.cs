namespace KubeSec.Signatures;

/// <summary>Media types of signatures (sigstore/cosign specs; notaryproject/specifications).</summary>
internal static class SignatureMediaTypes
{
    public const string BundlePrefix = "application/vnd.dev.sigstore.bundle";
    public const string SimpleSigning = "application/vnd.dev.cosign.simplesigning.v1+json";
    public const string DsseEnvelope = "application/vnd.dsse.envelope.v1+json";
    public const string ExperimentalSignature = "application/vnd.dev.cosign.artifact.sig.v1+json";
    public const string Notation = "application/vnd.cncf.notary.signature";
    public const string NotationJws = "application/jose+json";
    public const string NotationCose = "application/cose";

    /// <summary>What a layer of this type holds; null when it holds no signature.</summary>
    public static SignatureFormat? FormatOf(string mediaType) => mediaType switch
    {
        SimpleSigning => SignatureFormat.SimpleSigning,
        DsseEnvelope => SignatureFormat.Attestation,
        NotationJws or NotationCose => SignatureFormat.Notation,
        _ => mediaType.StartsWith(BundlePrefix, StringComparison.Ordinal) ? SignatureFormat.Bundle : null,
    };
}
