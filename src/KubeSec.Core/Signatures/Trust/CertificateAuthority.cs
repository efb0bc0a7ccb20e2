namespace KubeSec.Signatures;

/// <summary>A certificate authority or time stamp authority of a trust root.</summary>
internal sealed class CertificateAuthority(IReadOnlyList<Certificate> chain, ValidityPeriod validity)
{
    // Links inside the trusted chain never change, and checking one costs a quarter of a whole verification.
    private readonly Lock _gate = new();
    private readonly List<(Certificate Issuer, Certificate Subject)> _checkedLinks = [];

    /// <summary>From the issuing authority up to the anchor; a time stamp authority's chain may begin with its signing certificate.</summary>
    public IReadOnlyList<Certificate> Chain { get; } = chain;

    /// <summary>The certificate that is trusted for its own sake.</summary>
    public Certificate Anchor => Chain[^1];

    /// <summary>When it was in service.</summary>
    public ValidityPeriod Validity { get; } = validity;

    /// <summary>Whether it is one's own, whose certificates no public log knows.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Checks every link of the chain, and the anchor's own signature, ahead of the first path that needs them.</summary>
    public void CheckLinks()
    {
        foreach ((Certificate subject, Certificate issuer) in Chain.Zip(Chain.Skip(1).Append(Anchor)).Where(link => link.First != link.Second || link.First.IsSelfIssued))
        {
            _ = HasSigned(issuer, subject);
        }
    }

    /// <summary>Whether one certificate has signed another.</summary>
    public bool HasSigned(Certificate issuer, Certificate subject)
    {
        if (!Chain.Any(own => ReferenceEquals(own, subject)))
        {
            return subject.IsSignedBy(issuer.PublicKey);
        }

        lock (_gate)
        {
            if (_checkedLinks.Contains((issuer, subject)))
            {
                return true;
            }

            var signed = subject.IsSignedBy(issuer.PublicKey);
            if (signed)
            {
                _checkedLinks.Add((issuer, subject));
            }

            return signed;
        }
    }
}
