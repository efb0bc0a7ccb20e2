namespace KubeSec.Signatures;

/// <summary>Checks a time stamp over a signature against the trusted time stamp authorities.</summary>
internal static class TimestampVerifier
{
    /// <returns>The way from the authority's certificate to its trusted root; the token's time is then proven.</returns>
    /// <exception cref="RefusedException">The stamp is not over these bytes, not by a trusted authority, or not validly signed.</exception>
    public static CertificatePath Verify(TimestampToken token, ReadOnlySpan<byte> stamped, IReadOnlyList<CertificateAuthority> authorities)
    {
        RefusedException.Unless(
            token.Imprint.Matches(token.Imprint.Hash.Hash(stamped)), ReasonCodes.TimestampImprintMismatch, "the time stamp is over something else than the signature");
        RefusedException? closest = null;
        foreach (var authority in authorities)
        {
            if (FindSigner(token, authority) is not { } certificate)
            {
                continue;
            }

            try
            {
                RequireSignature(token, certificate);
                return RequireAuthority(token, authority, certificate);
            }
            catch (RefusedException refused)
            {
                closest ??= refused;
            }
        }

        throw closest ?? new RefusedException(ReasonCodes.TimestampUntrusted, "the time stamp is by no authority of the trust root");
    }

    /// <summary>
    /// An authority whose trusted chain begins with its signing certificate signs with that one; of another, the
    /// certificate comes with the stamp and must chain to it.
    /// </summary>
    private static Certificate? FindSigner(TimestampToken token, CertificateAuthority authority)
    {
        var first = authority.Chain[0];
        return CertificateUsage.IsAuthority(first, out _)
            ? token.Certificates.FirstOrDefault(token.Signer.Names)
            : token.Signer.Names(first) ? first : null;
    }

    private static CertificatePath RequireAuthority(TimestampToken token, CertificateAuthority authority, Certificate signer)
    {
        RefusedException.Unless(
            authority.Validity.Contains(token.Time), ReasonCodes.TimestampAuthorityNotValidAtTime, "the time stamp authority was not in service at the time it states");
        var path = CertificatePath.Build(signer, token.Certificates, authority, token.Time, CertificatePurpose.TimeStamping);
        RequireKnownCertificates(token, authority, signer);
        return path;
    }

    /// <summary>The signature does not cover the embedded certificates, so each must be one that belongs there.</summary>
    private static void RequireKnownCertificates(TimestampToken token, CertificateAuthority authority, Certificate signer) =>
        RefusedException.Unless(
            token.Certificates.All(embedded => embedded.SameAs(signer)
                || authority.Chain.Any(embedded.SameAs)
                || authority.Chain.Concat(token.Certificates).Any(issuer =>
                    issuer.Subject.Span.SequenceEqual(embedded.Issuer.Span) && embedded.IsSignedBy(issuer.PublicKey))),
            ReasonCodes.TimestampCertificateForeign,
            "the time stamp carries a certificate that has nothing to do with its authority");

    private static void RequireSignature(TimestampToken token, Certificate certificate)
    {
        var signer = token.Signer;
        RefusedException.Unless(
            signer.DigestHash.Hash(token.Content.Span).AsSpan().SequenceEqual(signer.MessageDigest)
            && certificate.PublicKey.Verify(signer.Scheme, signer.SignedAttributes, signer.Signature),
            ReasonCodes.TimestampSignatureInvalid,
            "the time stamp authority's signature does not hold");
    }
}
