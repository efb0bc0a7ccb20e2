namespace KubeSec.Signatures;

/// <summary>
/// Whom to believe: certificate authorities, transparency logs and time stamp authorities, each with the time it was in
/// service. Immutable and safe to share; parse one and keep it.
/// </summary>
public sealed class TrustRoot
{
    private const string PublicGoodResource = "KubeSec.Signatures.public-good-trusted-root.json";

    /// <summary>When the embedded file was last compared with the public-good instance's own.</summary>
    private static readonly DateTimeOffset PublicGoodDate = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    internal TrustRoot(
        IReadOnlyList<TransparencyLog> logs,
        IReadOnlyList<CertificateAuthority> certificateAuthorities,
        IReadOnlyList<TransparencyLog> certificateLogs,
        IReadOnlyList<CertificateAuthority> timestampAuthorities)
    {
        Logs = logs;
        CertificateAuthorities = certificateAuthorities;
        CertificateLogs = certificateLogs;
        TimestampAuthorities = timestampAuthorities;
    }

    /// <summary>The day as of which this root was current; null for one given as a file.</summary>
    public DateTimeOffset? AsOf { get; private init; }

    internal IReadOnlyList<TransparencyLog> Logs { get; }

    internal IReadOnlyList<CertificateAuthority> CertificateAuthorities { get; }

    internal IReadOnlyList<TransparencyLog> CertificateLogs { get; }

    internal IReadOnlyList<CertificateAuthority> TimestampAuthorities { get; }

    /// <summary>Parses the root of Sigstore's public-good instance that ships inside KubeSec; touches no network.</summary>
    public static TrustRoot LoadPublicGood()
    {
        using var stream = typeof(TrustRoot).Assembly.GetManifestResourceStream(PublicGoodResource)
            ?? throw new InvalidOperationException("the assembly lacks its trust root");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Parse(bytes, PublicGoodDate);
    }

    /// <summary>Parses a <c>trusted_root.json</c> (protobuf-specs, <c>TrustedRoot</c>).</summary>
    /// <exception cref="TrustRootException">It is not such a file, or an entry is incomplete.</exception>
    public static TrustRoot FromJson(ReadOnlyMemory<byte> utf8) => Parse(utf8, null);

    /// <summary>
    /// This root with a certificate authority of one's own beside the others. Its certificates need no certificate
    /// timestamp, since no public log takes them; what proves the time and the log entry stays as it is.
    /// </summary>
    /// <param name="pem">The authority's chain in PEM, issuing authority first; the last certificate is the anchor.</param>
    /// <exception cref="TrustRootException">The text holds no usable chain.</exception>
    public TrustRoot WithPrivateAuthority(string pem)
    {
        ArgumentNullException.ThrowIfNull(pem);
        try
        {
            var chain = Pem.ReadCertificates(pem);
            RefusedException.Unless(
                chain.All(certificate => CertificateUsage.IsAuthority(certificate, out _)),
                ReasonCodes.CertificateUsageWrong,
                "a certificate of the chain is not a certificate authority's");
            var authority = new CertificateAuthority(chain, chain[^1].Validity) { IsPrivate = true };
            return new TrustRoot(Logs, [.. CertificateAuthorities, authority], CertificateLogs, TimestampAuthorities) { AsOf = AsOf };
        }
        catch (RefusedException refused)
        {
            throw new TrustRootException(refused.ToRefusal());
        }
    }

    /// <summary>How long ago this root was current, or null when that is unknown. Logs and authorities change about once a year.</summary>
    public TimeSpan? Age(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return AsOf is { } date ? time.GetUtcNow() - date : null;
    }

    private static TrustRoot Parse(ReadOnlyMemory<byte> utf8, DateTimeOffset? asOf)
    {
        try
        {
            var root = TrustRootReader.Read(utf8);
            return new TrustRoot(root.Logs, root.CertificateAuthorities, root.CertificateLogs, root.TimestampAuthorities) { AsOf = asOf };
        }
        catch (RefusedException refused)
        {
            throw new TrustRootException(refused.ToRefusal());
        }
    }
}
