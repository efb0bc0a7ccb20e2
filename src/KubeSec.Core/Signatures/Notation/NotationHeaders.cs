namespace KubeSec.Signatures;

/// <summary>The signing schemes of the Notary Project (signing-scheme.md).</summary>
internal enum NotationScheme
{
    /// <summary><c>notary.x509</c>: the holder of a certificate signs, and a time stamp may prove when.</summary>
    X509,

    /// <summary><c>notary.x509.signingAuthority</c>: an authority signs for others and states the time itself.</summary>
    SigningAuthority,
}

/// <summary>The signed headers of an envelope, whatever its encoding, as they were written.</summary>
internal sealed record NotationHeaders
{
    public const string SchemeName = "io.cncf.notary.signingScheme";
    public const string SigningTimeName = "io.cncf.notary.signingTime";
    public const string AuthenticTimeName = "io.cncf.notary.authenticSigningTime";
    public const string ExpiryName = "io.cncf.notary.expiry";
    public const string TimestampName = "io.cncf.notary.timestampSignature";
    public const string AgentName = "io.cncf.notary.signingAgent";
    public const string PayloadType = "application/vnd.cncf.notary.payload.v1+json";

    private const string PluginPrefix = "io.cncf.notary.verificationPlugin";

    /// <summary>The headers that only the signer may set.</summary>
    public static readonly string[] SignedOnly = [SchemeName, SigningTimeName, AuthenticTimeName, ExpiryName];

    /// <summary>The algorithm; null where the stated one is unknown.</summary>
    public required NotationAlgorithm? Algorithm { get; init; }

    public required string? ContentType { get; init; }

    public required string? SchemeText { get; init; }

    public required DateTimeOffset? SigningTime { get; init; }

    public required DateTimeOffset? AuthenticTime { get; init; }

    public required DateTimeOffset? Expiry { get; init; }

    /// <summary>The names marked critical.</summary>
    public required IReadOnlyList<string> Critical { get; init; }

    /// <summary>The names of all signed headers.</summary>
    public required IReadOnlyCollection<string> Names { get; init; }

    public NotationScheme Scheme => SchemeText switch
    {
        "notary.x509" => NotationScheme.X509,
        "notary.x509.signingAuthority" => NotationScheme.SigningAuthority,
        _ => throw new RefusedException(NotationReasonCodes.SchemeUnknown, $"signing scheme '{SchemeText}' is unknown"),
    };

    /// <summary>Holds the headers to the rules that JWS and COSE share (signature-specification.md, "Signed Attributes").</summary>
    public void Require()
    {
        RefusedException.Unless(Algorithm is not null, NotationReasonCodes.AlgorithmMismatch, "the envelope names none of the six algorithms of the specification");
        RefusedException.Unless(
            ContentType == PayloadType, NotationReasonCodes.ContentTypeUnknown, $"the payload is of type '{ContentType}' and '{PayloadType}' is expected");
        RequireTimes();
        RequireCritical();
    }

    private void RequireTimes()
    {
        (DateTimeOffset? stated, DateTimeOffset? foreign) = Scheme == NotationScheme.X509 ? (SigningTime, AuthenticTime) : (AuthenticTime, SigningTime);
        RefusedException.Unless(stated is not null, NotationReasonCodes.SigningTimeInvalid, $"the signing time of scheme '{SchemeText}' is missing");
        RefusedException.Unless(foreign is null, NotationReasonCodes.SigningTimeInvalid, $"a signing time is there that does not belong to scheme '{SchemeText}'");
        RefusedException.Unless(
            Expiry is null || Expiry > stated, NotationReasonCodes.SigningTimeInvalid, "the signature expires before it was made");
    }

    private void RequireCritical()
    {
        string? plugin = Names.Concat(Critical).FirstOrDefault(name => name.StartsWith(PluginPrefix, StringComparison.Ordinal));
        RefusedException.Unless(
            plugin is null, NotationReasonCodes.PluginRequired, "the signature asks for a verification plugin, whose checks nobody here can make");
        List<string> required = [SchemeName];
        if (Scheme == NotationScheme.SigningAuthority)
        {
            required.Add(AuthenticTimeName);
        }

        if (Expiry is not null)
        {
            required.Add(ExpiryName);
        }

        string? unmarked = required.Find(name => !Critical.Contains(name));
        RefusedException.Unless(unmarked is null, NotationReasonCodes.CriticalHeaderUnmarked, $"header '{unmarked}' is not marked critical");
        string? unknown = Critical.FirstOrDefault(name => !required.Contains(name));
        RefusedException.Unless(unknown is null, NotationReasonCodes.CriticalHeaderUnknown, $"header '{unknown}' is marked critical and is not known here");
        RefusedException.Unless(
            Critical.Distinct().Count() == Critical.Count, NotationReasonCodes.EnvelopeMalformed, "a header is marked critical twice");
    }
}
