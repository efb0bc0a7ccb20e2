namespace KubeSec.Signatures;

/// <summary>
/// What tells whether a certificate was revoked. A certificate that names neither a list nor a responder cannot be revoked
/// by anyone and counts as valid; of any other something must tell.
/// </summary>
public sealed record NotationRevocation
{
    /// <summary>Certificate revocation lists, complete ones and deltas.</summary>
    public IReadOnlyList<CertificateRevocationList> RevocationLists { get; init; } = [];

    /// <summary>OCSP responses.</summary>
    public IReadOnlyList<OcspResponse> OcspResponses { get; init; } = [];
}
