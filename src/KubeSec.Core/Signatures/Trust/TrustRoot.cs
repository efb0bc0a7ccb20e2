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

    /// <summary>Whom it believes, kind by kind in the order of the file.</summary>
    public IReadOnlyList<TrustRootEntry> Entries =>
    [
        .. Logs.Select(log => TrustRootEntry.Of(TrustRootEntryKind.TransparencyLog, log)),
        .. CertificateAuthorities.Select(authority => TrustRootEntry.Of(TrustRootEntryKind.CertificateAuthority, authority)),
        .. CertificateLogs.Select(log => TrustRootEntry.Of(TrustRootEntryKind.CertificateLog, log)),
        .. TimestampAuthorities.Select(authority => TrustRootEntry.Of(TrustRootEntryKind.TimestampAuthority, authority)),
    ];

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
        CertificateAuthority authority = PrivateAuthority.FromPem(pem).ToAuthority();
        return new TrustRoot(Logs, [.. CertificateAuthorities, authority], CertificateLogs, TimestampAuthorities) { AsOf = AsOf };
    }

    /// <summary>
    /// Checks the signatures inside the chains of its certificate authorities in service, which the first verification would do otherwise.
    /// Worth calling on another thread while the bundle is read; what does not hold is refused where it is needed.
    /// </summary>
    public void CheckChains()
    {
        // One that has left service is asked for by old bundles alone.
        foreach (CertificateAuthority authority in CertificateAuthorities.Where(authority => authority.Validity.End is null))
        {
            authority.CheckLinks();
        }
    }

    /// <summary>This root for signers by one authority of one's own: its logs and time stamps, and no other authority.</summary>
    internal TrustRoot For(PrivateAuthority authority) => new(Logs, [authority.ToAuthority()], [], TimestampAuthorities) { AsOf = AsOf };

    /// <summary>An age at which a root should be replaced: logs and authorities change about once a year, and signatures by new ones are then refused.</summary>
    public static TimeSpan AdvisableAge { get; } = TimeSpan.FromDays(180);

    /// <summary>How long ago this root was current, or null when that is unknown.</summary>
    public TimeSpan? Age(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return AsOf is { } date ? time.GetUtcNow() - date : null;
    }

    /// <summary>What to say of a root that is older than it should be; null where it is not, or its age is unknown.</summary>
    public Refusal? AgeWarning(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return AgeWarning(AsOf, time);
    }

    /// <summary>What to say of the built-in root, without parsing it; null while it is young enough.</summary>
    public static Refusal? PublicGoodAgeWarning(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return AgeWarning(PublicGoodDate, time);
    }

    private static Refusal? AgeWarning(DateTimeOffset? date, TimeProvider time) =>
        date is { } day && time.GetUtcNow() - day is var age && age > AdvisableAge
            ? new Refusal(ReasonCodes.TrustRootOld, FormattableString.Invariant($"the built-in trust root is of {day:yyyy-MM-dd}, {age.Days} days ago; update kubesec, or give a newer one (kubesec trust-root refresh)"))
            : null;

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
