using System.Formats.Asn1;

namespace KubeSec.Signatures;

/// <summary>A way from a signing certificate to a trusted anchor that held at one instant.</summary>
/// <param name="Leaf">The signing certificate.</param>
/// <param name="Issuer">The certificate that signed the leaf.</param>
/// <param name="Authority">The trusted authority it leads to.</param>
internal sealed record CertificatePath(Certificate Leaf, Certificate Issuer, CertificateAuthority Authority)
{
    /// <summary>Every certificate of the way, from the leaf to the anchor.</summary>
    public required IReadOnlyList<Certificate> Certificates { get; init; }

    private const int MaxLength = 8;

    /// <summary>Finds the way, or says why there is none.</summary>
    /// <param name="leaf">The signing certificate.</param>
    /// <param name="pool">Untrusted certificates that may stand in between.</param>
    /// <param name="authority">The trusted chain; its last certificate is the anchor.</param>
    /// <param name="time">The proven time of signing, at which every certificate must be valid.</param>
    /// <param name="purpose">What the leaf was used for.</param>
    /// <exception cref="RefusedException">There is no such path.</exception>
    public static CertificatePath Build(
        Certificate leaf, IReadOnlyList<Certificate> pool, CertificateAuthority authority, DateTimeOffset time, CertificatePurpose purpose)
    {
        try
        {
            return Walk(leaf, pool, authority, time, authority.IsPrivate ? purpose with { MayBeUnstated = true } : purpose);
        }
        catch (AsnContentException malformed)
        {
            throw new RefusedException(ReasonCodes.CertificateMalformed, $"a certificate extension is not valid DER: {malformed.Message}");
        }
    }

    private static CertificatePath Walk(
        Certificate leaf, IReadOnlyList<Certificate> pool, CertificateAuthority authority, DateTimeOffset time, CertificatePurpose purpose)
    {
        RequireValid(leaf, time, purpose);
        CertificateUsage.RequireLeaf(leaf, purpose);
        var certificates = new List<Certificate> { leaf };
        var current = leaf;
        for (var authoritiesBelow = 0; authoritiesBelow < MaxLength; authoritiesBelow++)
        {
            var next = FindIssuer(current, pool, authority)
                ?? throw new RefusedException(purpose.UntrustedReason, "the certificate chain does not lead to an authority of the trust root");
            RequireValid(next, time, purpose);
            CertificateUsage.RequireAuthority(next, purpose, authoritiesBelow);
            certificates.Add(next);
            if (next.SameAs(authority.Anchor))
            {
                RefusedException.Unless(
                    !next.IsSelfIssued || authority.HasSigned(next, next), purpose.UntrustedReason, "the trust anchor's own signature is invalid");
                return new CertificatePath(leaf, certificates[1], authority) { Certificates = certificates };
            }

            current = next;
        }

        throw new RefusedException(ReasonCodes.LimitExceeded, $"the certificate chain has more than {MaxLength} authorities");
    }

    private static Certificate? FindIssuer(Certificate certificate, IReadOnlyList<Certificate> pool, CertificateAuthority authority) =>
        authority.Chain.FirstOrDefault(candidate => candidate.Subject.Span.SequenceEqual(certificate.Issuer.Span) && authority.HasSigned(candidate, certificate))
        ?? pool.FirstOrDefault(candidate =>
            candidate.Subject.Span.SequenceEqual(certificate.Issuer.Span)
            && !candidate.SameAs(certificate)
            && certificate.IsSignedBy(candidate.PublicKey));

    private static void RequireValid(Certificate certificate, DateTimeOffset time, CertificatePurpose purpose)
    {
        if (!certificate.Validity.Contains(time))
        {
            throw new RefusedException(
                purpose.ExpiredReason,
                FormattableString.Invariant($"at {time:u} a certificate of the chain was not valid ({certificate.Validity})"));
        }
    }
}

/// <summary>What a certificate path is asked for, and how its refusals are called.</summary>
/// <param name="ExtendedKeyUsage">The usage the leaf must have.</param>
/// <param name="UsageStandsAlone">Whether it must be the leaf's only usage, marked critical.</param>
/// <param name="UntrustedReason">The code when no path is found.</param>
/// <param name="ExpiredReason">The code when a certificate was not valid at the time.</param>
internal sealed record CertificatePurpose(string ExtendedKeyUsage, bool UsageStandsAlone, string UntrustedReason, string ExpiredReason)
{
    /// <summary>
    /// Whether a certificate that states no usage at all may be used for anything (RFC 5280 section 4.2.1.12), as those of
    /// authorities of one's own often state none. Fulcio and time stamp authorities always do.
    /// </summary>
    public bool MayBeUnstated { get; init; }

    public static CertificatePurpose CodeSigning { get; } =
        new(Oids.CodeSigningUsage, false, ReasonCodes.CertificateUntrusted, ReasonCodes.CertificateNotValidAtTime);

    public static CertificatePurpose TimeStamping { get; } =
        new(Oids.TimeStampingUsage, true, ReasonCodes.TimestampUntrusted, ReasonCodes.TimestampCertificateNotValid);
}
