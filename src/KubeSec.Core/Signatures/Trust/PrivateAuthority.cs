namespace KubeSec.Signatures;

/// <summary>A certificate authority of one's own: its certificates need no promise of a certificate log, since no public log takes them.</summary>
public sealed class PrivateAuthority : IEquatable<PrivateAuthority>
{
    private readonly IReadOnlyList<Certificate> chain;

    private PrivateAuthority(IReadOnlyList<Certificate> chain)
    {
        this.chain = chain;
        Fingerprint = NotationRoot.FingerprintOf(chain[^1]);
    }

    /// <summary>SHA-256 of the anchor's DER: <c>sha256:</c> and 64 lower-case hexadecimal digits.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads an authority.</summary>
    /// <param name="pem">Its chain in PEM, issuing authority first; the last certificate is the anchor.</param>
    /// <exception cref="TrustRootException">The text holds no usable chain.</exception>
    public static PrivateAuthority FromPem(string pem)
    {
        ArgumentNullException.ThrowIfNull(pem);
        try
        {
            IReadOnlyList<Certificate> chain = Pem.ReadCertificates(pem);
            RefusedException.Unless(chain.Count > 0, ReasonCodes.CertificateMalformed, "no certificate is there");
            RefusedException.Unless(
                chain.All(certificate => CertificateUsage.IsAuthority(certificate, out _)),
                ReasonCodes.CertificateUsageWrong,
                "a certificate of the chain is not a certificate authority's");
            return new PrivateAuthority(chain);
        }
        catch (RefusedException refused)
        {
            throw new TrustRootException(refused.ToRefusal());
        }
        catch (System.Formats.Asn1.AsnContentException malformed)
        {
            throw new TrustRootException(new Refusal(ReasonCodes.CertificateMalformed, $"a certificate extension is not valid DER: {malformed.Message}"));
        }
    }

    /// <inheritdoc/>
    public bool Equals(PrivateAuthority? other) =>
        other is not null && chain.Count == other.chain.Count && chain.Zip(other.chain).All(pair => pair.First.SameAs(pair.Second));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PrivateAuthority);

    /// <inheritdoc/>
    public override int GetHashCode() => Fingerprint.GetHashCode(StringComparison.Ordinal);

    /// <summary>The fingerprint.</summary>
    public override string ToString() => Fingerprint;

    internal CertificateAuthority ToAuthority() => new(chain, chain[^1].Validity) { IsPrivate = true };
}
