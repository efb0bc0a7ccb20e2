namespace KubeSec.Signatures;

/// <summary>
/// Proves that the certificates of a signature were valid when it was made (trust-store-trust-policy.md, "Validate Trusted
/// Timestamp"): by a time stamp, by the word of a trusted signing authority, or because they are valid now.
/// </summary>
internal sealed class SigningTime(NotationSigner signer, DateTimeOffset now, NotationEnvelope envelope)
{
    /// <summary>How far the clock of an authority may be ahead of ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>The latest moment at which the signature can have been made; null where nothing proves any.</summary>
    public DateTimeOffset? Latest { get; private set; }

    /// <summary>The certificates of the time stamp authority, from its signing certificate to the root; empty where none was needed.</summary>
    public IReadOnlyList<Certificate> TimestampChain { get; private set; } = [];

    /// <returns>The proven times; empty where the certificates are valid now and nothing else is asked.</returns>
    public IEnumerable<ProvenTime> Prove()
    {
        if (envelope.Headers.Scheme == NotationScheme.SigningAuthority)
        {
            DateTimeOffset stated = envelope.Headers.AuthenticTime!.Value;
            RequireNotAhead(stated);
            RequireValid(stated, stated);
            Latest = stated;
            return [new ProvenTime(stated, TimeSource.SigningAuthority)];
        }

        bool expired = envelope.Certificates.Any(certificate => certificate.Validity.End < now);
        if (signer.TimestampRoots.Count == 0 || (signer.VerifyTimestamp == TimestampVerification.AfterCertificateExpiry && !expired))
        {
            RequireValid(now, now);
            return [];
        }

        RefusedException.Unless(envelope.Timestamp is not null, ReasonCodes.TimeMissing, "the signature carries no time stamp");
        return [new ProvenTime(VerifyTimestamp(envelope.Timestamp), TimeSource.TimestampAuthority)];
    }

    private DateTimeOffset VerifyTimestamp(byte[] encoded)
    {
        TimestampToken token = TimestampToken.ReadToken(encoded);
        CertificateAuthority[] authorities =
        [
            .. signer.TimestampRoots
                .Select(root => root.Certificate ?? token.Certificates.FirstOrDefault(root.Is))
                .OfType<Certificate>()
                .Select(root => new CertificateAuthority([root], root.Validity)),
        ];
        CertificatePath path = TimestampVerifier.Verify(token, envelope.Signature, authorities);
        NotationCertificateProfile.RequireTimestampLeaf(path.Leaf);
        RequireNotAhead(token.Time);
        RequireValid(token.Time - token.Accuracy, token.Time + token.Accuracy);
        Latest = token.Time + token.Accuracy;
        TimestampChain = path.Certificates;
        return token.Time;
    }

    private void RequireNotAhead(DateTimeOffset stated) => RefusedException.Unless(
        stated <= now + ClockSkew, ReasonCodes.TimeInFuture, FormattableString.Invariant($"the stated time {stated:u} has not come yet"));

    /// <summary>A time stamp's time is a range; all of it must fall into the validity of every certificate.</summary>
    private void RequireValid(DateTimeOffset earliest, DateTimeOffset latest)
    {
        foreach (Certificate certificate in envelope.Certificates)
        {
            if (!certificate.Validity.Contains(earliest) || !certificate.Validity.Contains(latest))
            {
                throw new RefusedException(
                    ReasonCodes.CertificateNotValidAtTime,
                    FormattableString.Invariant($"at {latest:u} a certificate of the chain was not valid ({certificate.Validity})"));
            }
        }
    }
}
