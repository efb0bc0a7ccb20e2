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

    /// <summary>
    /// Whether responders and lists are asked over the network for what the given ones do not tell; never when offline.
    /// Default false.
    /// </summary>
    public bool AskOnline { get; init; }

    internal NotationRevocation With(NotationRevocation more) => this with
    {
        RevocationLists = [.. RevocationLists, .. more.RevocationLists],
        OcspResponses = [.. OcspResponses, .. more.OcspResponses],
    };
}
