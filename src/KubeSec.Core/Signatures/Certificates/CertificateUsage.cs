using System.Formats.Asn1;

namespace KubeSec.Signatures;

/// <summary>What a certificate may be used for, and whether its critical extensions are all understood (RFC 5280 section 4.2).</summary>
internal static class CertificateUsage
{
    private static readonly string[] UnderstoodExtensions =
    [
        Oids.KeyUsage, Oids.BasicConstraints, Oids.ExtendedKeyUsage, Oids.SubjectAlternativeName,
        Oids.SubjectKeyIdentifier, Oids.AuthorityKeyIdentifier, Oids.EmbeddedSctList,
    ];

    /// <param name="leaf">The signer's certificate.</param>
    /// <param name="purpose">What it was used for.</param>
    public static void RequireLeaf(Certificate leaf, CertificatePurpose purpose)
    {
        RequireUnderstood(leaf);
        RefusedException.Unless(!IsAuthority(leaf, out _), ReasonCodes.CertificateUsageWrong, "the signing certificate is a certificate authority's");
        RefusedException.Unless(
            MayBeUsed(leaf, KeyUsages.DigitalSignature, purpose), ReasonCodes.CertificateUsageWrong, "the signing certificate's key usage is not digitalSignature");
        var extension = leaf.Extension(Oids.ExtendedKeyUsage);
        var usages = extension is not null ? ReadUsages(extension) : purpose.MayBeUnstated ? [purpose.ExtendedKeyUsage] : [];
        RefusedException.Unless(
            usages.Contains(purpose.ExtendedKeyUsage) && (!purpose.UsageStandsAlone || (usages.Count == 1 && extension!.IsCritical)),
            ReasonCodes.CertificateUsageWrong,
            purpose.UsageStandsAlone
                ? "a time stamp certificate must be for time stamping only, marked critical"
                : $"the signing certificate lacks the extended key usage {purpose.ExtendedKeyUsage}");
    }

    /// <param name="authority">A certificate that signed another.</param>
    /// <param name="purpose">What the leaf was used for: an authority that lists usages must list its one.</param>
    /// <param name="authoritiesBelow">How many intermediate certificates stand between it and the leaf.</param>
    public static void RequireAuthority(Certificate authority, CertificatePurpose purpose, int authoritiesBelow)
    {
        RequireUnderstood(authority);
        RefusedException.Unless(
            IsAuthority(authority, out var pathLength), ReasonCodes.CertificateUsageWrong, "a certificate in the chain is not a certificate authority's");
        RefusedException.Unless(
            pathLength is null || authoritiesBelow <= pathLength, ReasonCodes.CertificateUsageWrong, "the chain is longer than one of its authorities allows");
        RefusedException.Unless(
            MayBeUsed(authority, KeyUsages.KeyCertSign, purpose), ReasonCodes.CertificateUsageWrong, "an authority in the chain may not sign certificates");
        if (authority.Extension(Oids.ExtendedKeyUsage) is { } extension)
        {
            RefusedException.Unless(
                ReadUsages(extension).Contains(purpose.ExtendedKeyUsage),
                ReasonCodes.CertificateUsageWrong,
                $"an authority in the chain is not for usage {purpose.ExtendedKeyUsage}");
        }
    }

    private static bool MayBeUsed(Certificate certificate, KeyUsages usage, CertificatePurpose purpose) =>
        KeyUsagesOf(certificate).HasFlag(usage) || (purpose.MayBeUnstated && certificate.Extension(Oids.KeyUsage) is null);

    public static bool IsAuthority(Certificate certificate, out int? pathLength)
    {
        pathLength = null;
        if (certificate.Extension(Oids.BasicConstraints) is not { } extension)
        {
            return false;
        }

        var outer = extension.Reader();
        var constraints = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var authority = constraints.HasData && constraints.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && constraints.ReadBoolean();
        if (constraints.HasData)
        {
            pathLength = constraints.TryReadInt32(out var length) && length >= 0 ? length : 0;
        }

        constraints.ThrowIfNotEmpty();
        return authority;
    }

    private static void RequireUnderstood(Certificate certificate)
    {
        var unknown = certificate.Extensions.FirstOrDefault(extension => extension.IsCritical && !UnderstoodExtensions.Contains(extension.Oid));
        if (unknown is not null)
        {
            throw new RefusedException(ReasonCodes.CertificateExtensionUnknown, $"critical certificate extension {unknown.Oid} is not understood");
        }
    }

    /// <summary>What the certificate's key may be used for; nothing where it does not say.</summary>
    public static KeyUsages KeyUsagesOf(Certificate certificate)
    {
        if (certificate.Extension(Oids.KeyUsage) is not { } extension)
        {
            return KeyUsages.None;
        }

        var outer = extension.Reader();
        var usages = outer.ReadNamedBitListValue<KeyUsages>();
        outer.ThrowIfNotEmpty();
        return usages;
    }

    public static List<string> ReadUsages(CertificateExtension extension)
    {
        var outer = extension.Reader();
        var list = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var usages = new List<string>();
        while (list.HasData)
        {
            usages.Add(list.ReadObjectIdentifier());
        }

        return usages;
    }
}

/// <summary>The bits of KeyUsage (RFC 5280 section 4.2.1.3), in their order.</summary>
[Flags]
internal enum KeyUsages
{
    None = 0,
    DigitalSignature = 1 << 0,
    NonRepudiation = 1 << 1,
    KeyEncipherment = 1 << 2,
    DataEncipherment = 1 << 3,
    KeyAgreement = 1 << 4,
    KeyCertSign = 1 << 5,
    CrlSign = 1 << 6,
    EncipherOnly = 1 << 7,
    DecipherOnly = 1 << 8,
}
