namespace KubeSec.Signatures;

/// <summary>Someone whom a trust root believes.</summary>
/// <param name="Kind">What it is believed about.</param>
/// <param name="Name">The log's host, or the subject of the authority's own certificate.</param>
/// <param name="Fingerprint">SHA-256 of the log's key, or of the authority's anchor.</param>
/// <param name="Since">The first moment it was in service.</param>
/// <param name="Until">The last moment; null while it still is.</param>
public sealed record TrustRootEntry(TrustRootEntryKind Kind, string Name, string Fingerprint, DateTimeOffset Since, DateTimeOffset? Until)
{
    internal static TrustRootEntry Of(TrustRootEntryKind kind, TransparencyLog log) =>
        new(kind, log.Name, log.Key.Fingerprint, log.Validity.Start, log.Validity.End);

    internal static TrustRootEntry Of(TrustRootEntryKind kind, CertificateAuthority authority) => new(
        kind, DistinguishedName.TextOf(authority.Chain[0]), NotationRoot.FingerprintOf(authority.Anchor), authority.Validity.Start, authority.Validity.End);
}

/// <summary>What an entry of a trust root is believed about.</summary>
public enum TrustRootEntryKind
{
    /// <summary>Which signatures it holds, and since when.</summary>
    TransparencyLog,

    /// <summary>Whom its certificates name.</summary>
    CertificateAuthority,

    /// <summary>Which certificates it holds.</summary>
    CertificateLog,

    /// <summary>When something existed.</summary>
    TimestampAuthority,
}
