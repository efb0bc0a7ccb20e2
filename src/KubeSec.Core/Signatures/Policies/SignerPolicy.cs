namespace KubeSec.Signatures;

/// <summary>
/// One signer that a policy believes: the holder of a key, someone an identity provider vouches for, or the holder of a
/// certificate that leads to a pinned root. Never two of these.
/// </summary>
public abstract record SignerPolicy
{
    private protected SignerPolicy()
    {
    }

    /// <summary>What the policy calls the signer, for messages; its key or identity unless said otherwise.</summary>
    public string Name
    {
        get => field ?? DefaultName;
        init;
    }

    private protected abstract string DefaultName { get; }

    /// <summary>What the signer is known by, one line for each thing that must hold.</summary>
    internal virtual IEnumerable<string> Demands => [DefaultName];

    /// <summary>Everything that is wrong with what it says; empty when it can be held.</summary>
    internal virtual IEnumerable<string> Problems() => [];
}

/// <summary>The holder of a key.</summary>
public sealed record TrustedKey : SignerPolicy
{
    /// <summary>The key.</summary>
    public required PublicKey Key { get; init; }

    /// <summary>
    /// Accepts signatures that no transparency log holds. Whoever gets hold of the key can then sign unnoticed; meant for
    /// keys that sign without a log on purpose. Default false.
    /// </summary>
    public bool AcceptUnloggedUnsafe { get; init; }

    private protected override string DefaultName => Key.ToString();

    internal override IEnumerable<string> Demands =>
    [
        $"the holder of key {Key}",
        AcceptUnloggedUnsafe ? "a transparency log need not hold the signature" : "a transparency log holds the signature",
    ];
}

/// <summary>Someone to whom a Fulcio certificate was issued.</summary>
public sealed record TrustedIdentity : SignerPolicy
{
    /// <summary>Who vouches for the signer, such as <c>https://token.actions.githubusercontent.com</c>.</summary>
    public required TextMatch Issuer { get; init; }

    /// <summary>The signer: a workflow, a service or an e-mail address.</summary>
    public required TextMatch Subject { get; init; }

    /// <summary>Further claims of the certificate by the names of <see cref="SignerIdentity.Claims"/>, all of which must hold.</summary>
    public IReadOnlyDictionary<string, TextMatch> Claims { get; init; } = new Dictionary<string, TextMatch>();

    private protected override string DefaultName => $"{Subject} of {Issuer}";

    internal override IEnumerable<string> Demands =>
    [
        $"{Subject}, for whom {Issuer} vouches",
        .. Claims.OrderBy(claim => claim.Key, StringComparer.Ordinal).Select(claim => $"{claim.Key} is {claim.Value}"),
        "a transparency log holds the signature, made while the certificate was valid",
    ];

    internal override IEnumerable<string> Problems() =>
        Claims.Keys.Where(name => !CertificateClaims.Known.Contains(name)).Order(StringComparer.Ordinal)
            .Select(name => $"there is no claim '{name}'; there are {string.Join(", ", CertificateClaims.Known)}");

    /// <summary>Why a certificate's identity is not this signer; null when it is.</summary>
    internal Refusal? Judge(SignerIdentity identity)
    {
        if (!Subject.Accepts(identity.Subject))
        {
            return new Refusal(ReasonCodes.IdentityMismatch, $"{Subject} is expected and '{identity.Subject}' signed");
        }

        if (!Issuer.Accepts(identity.Issuer))
        {
            return new Refusal(ReasonCodes.IssuerMismatch, $"issuer {Issuer} is expected and '{identity.Issuer}' vouched for the signer");
        }

        foreach ((string name, TextMatch wanted) in Claims.OrderBy(claim => claim.Key, StringComparer.Ordinal))
        {
            if (!wanted.Accepts(identity.Claims.GetValueOrDefault(name)))
            {
                string stated = identity.Claims.TryGetValue(name, out string? value) ? $"says '{value}'" : "does not say";
                return new Refusal(ImageReasonCodes.ClaimMismatch, $"{name} must be {wanted} and the certificate {stated}");
            }
        }

        return null;
    }
}
