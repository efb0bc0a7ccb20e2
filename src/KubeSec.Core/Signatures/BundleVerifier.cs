namespace KubeSec.Signatures;

/// <summary>
/// Verifies Sigstore bundles of v0.1 to v0.3 against one trust root, offline. Safe to share between threads; keep one,
/// since it remembers what it has checked of the trust root.
/// </summary>
/// <param name="root">Whom to believe.</param>
/// <param name="options">What is demanded of a signature; null for the defaults.</param>
/// <param name="time">The clock that stated times must not be ahead of; null for the system's.</param>
public sealed class BundleVerifier(TrustRoot root, BundleVerifierOptions? options = null, TimeProvider? time = null)
{
    private readonly TrustRoot _root = root ?? throw new ArgumentNullException(nameof(root));
    private readonly BundleVerifierOptions _options = options ?? new BundleVerifierOptions();
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Verifies that the expected signer signed the artifact.</summary>
    /// <param name="bundle">The bundle's JSON in UTF-8.</param>
    /// <param name="artifact">What must have been signed, or be a subject of the signed statement.</param>
    /// <param name="signer">Who must have signed.</param>
    /// <returns>What was proven, or the first check that did not hold; bad input is an answer, never an exception.</returns>
    public BundleVerificationResult Verify(ReadOnlyMemory<byte> bundle, SignedArtifact artifact, ExpectedSigner signer) =>
        Verify(bundle, artifact, signer, default);

    /// <summary>As the other, for a certificate whose promise to a certificate log came beside it.</summary>
    /// <param name="bundle">The bundle's JSON in UTF-8.</param>
    /// <param name="artifact">What must have been signed, or be a subject of the signed statement.</param>
    /// <param name="signer">Who must have signed.</param>
    /// <param name="certificateTimestamp">
    /// The signed certificate timestamp, as RFC 6962 section 3.2 encodes it or as the log's answer in JSON (section 4.1);
    /// empty to use those inside the certificate.
    /// </param>
    /// <returns>What was proven, or the first check that did not hold; bad input is an answer, never an exception.</returns>
    public BundleVerificationResult Verify(
        ReadOnlyMemory<byte> bundle, SignedArtifact artifact, ExpectedSigner signer, ReadOnlyMemory<byte> certificateTimestamp)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        ArgumentNullException.ThrowIfNull(signer);
        return new SignatureVerification(_root, _options, _time, artifact, signer).Run(() => BundleReader.Read(bundle) with
        {
            DetachedCertificateTimestamp = certificateTimestamp.IsEmpty ? (ReadOnlyMemory<byte>?)null : certificateTimestamp,
        });
    }
}
