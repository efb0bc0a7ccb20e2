using System.Formats.Asn1;

namespace KubeSec.Signatures;

/// <summary>
/// What the Notary Project demands of a signing certificate and its chain, before anyone is trusted
/// (signature-specification.md, "Certificate Requirements"). Beyond basic constraints and the two usages it forbids
/// evaluating any extension, critical ones too; so this is a reading of its own beside <see cref="CertificateUsage"/>.
/// </summary>
internal static class NotationCertificateProfile
{
    private const KeyUsages ForbiddenForLeaf = KeyUsages.KeyEncipherment | KeyUsages.DataEncipherment | KeyUsages.KeyAgreement
        | KeyUsages.KeyCertSign | KeyUsages.CrlSign | KeyUsages.EncipherOnly | KeyUsages.DecipherOnly;

    private static readonly string[] ForbiddenExtendedUsages =
    [
        Oids.AnyUsage, Oids.ServerAuthUsage, Oids.ClientAuthUsage, Oids.EmailProtectionUsage, Oids.TimeStampingUsage, Oids.OcspSigningUsage,
    ];

    /// <param name="chain">From the signing certificate to the root.</param>
    /// <exception cref="RefusedException">It is no such chain, or a certificate is for something else.</exception>
    public static void Require(IReadOnlyList<Certificate> chain)
    {
        try
        {
            RequireOrder(chain);
            RequireLeaf(chain[0]);
            for (int index = 1; index < chain.Count; index++)
            {
                RequireAuthority(chain[index], authoritiesBelow: index - 1);
            }
        }
        catch (AsnContentException malformed)
        {
            throw new RefusedException(ReasonCodes.CertificateMalformed, $"a certificate extension is not valid DER: {malformed.Message}");
        }
    }

    /// <summary>What is demanded of a time stamp authority's certificate beyond RFC 3161.</summary>
    public static void RequireTimestampLeaf(Certificate leaf)
    {
        RequireSignatureUsage(leaf, "the time stamp certificate");
        _ = NotationAlgorithm.Of(leaf.PublicKey);
    }

    private static void RequireOrder(IReadOnlyList<Certificate> chain)
    {
        for (int index = 0; index < chain.Count - 1; index++)
        {
            Certificate certificate = chain[index];
            Certificate issuer = chain[index + 1];
            RequireChain(
                !certificate.IsSelfIssued || !certificate.IsSignedBy(certificate.PublicKey), "a root stands in the chain before its end");
            RequireChain(
                certificate.Issuer.Span.SequenceEqual(issuer.Subject.Span) && certificate.IsSignedBy(issuer.PublicKey),
                FormattableString.Invariant($"certificate {index + 1} of the chain is not issued by the one that follows it"));
        }

        RequireChain(chain[^1].IsSelfIssued && chain[^1].IsSignedBy(chain[^1].PublicKey), "the chain does not end with a root");
    }

    private static void RequireLeaf(Certificate leaf)
    {
        RequireUsage(!CertificateUsage.IsAuthority(leaf, out _), "the signing certificate is a certificate authority's");
        RequireUsage(leaf.Extension(Oids.KeyUsage) is { IsCritical: true }, "the signing certificate's key usage is missing or not critical");
        RequireSignatureUsage(leaf, "the signing certificate");
        if (leaf.Extension(Oids.ExtendedKeyUsage) is { } extension)
        {
            string? forbidden = CertificateUsage.ReadUsages(extension).Find(ForbiddenExtendedUsages.Contains);
            RequireUsage(forbidden is null, $"the signing certificate is also for usage {forbidden}");
        }

        _ = NotationAlgorithm.Of(leaf.PublicKey);
    }

    private static void RequireSignatureUsage(Certificate leaf, string what)
    {
        KeyUsages usages = CertificateUsage.KeyUsagesOf(leaf);
        RequireUsage(usages.HasFlag(KeyUsages.DigitalSignature), $"the key usage of {what} is not digitalSignature");
        RequireUsage((usages & ForbiddenForLeaf) == 0, $"the key of {what} is also for {usages & ForbiddenForLeaf}");
    }

    private static void RequireAuthority(Certificate authority, int authoritiesBelow)
    {
        RequireUsage(
            CertificateUsage.IsAuthority(authority, out int? pathLength) && authority.Extension(Oids.BasicConstraints)!.IsCritical,
            "an authority of the chain does not say so in critical basic constraints");
        RequireUsage(pathLength is null || authoritiesBelow <= pathLength, "the chain is longer than one of its authorities allows");
        RequireUsage(
            authority.Extension(Oids.KeyUsage) is { IsCritical: true } && CertificateUsage.KeyUsagesOf(authority).HasFlag(KeyUsages.KeyCertSign),
            "an authority of the chain may not sign certificates, by a critical key usage");
    }

    private static void RequireChain(bool holds, string message) => RefusedException.Unless(holds, NotationReasonCodes.ChainInvalid, message);

    private static void RequireUsage(bool holds, string message) => RefusedException.Unless(holds, ReasonCodes.CertificateUsageWrong, message);
}
