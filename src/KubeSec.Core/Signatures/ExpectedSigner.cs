namespace KubeSec.Signatures;

/// <summary>Who must have signed. There is no "anyone": a signature by nobody in particular vouches for nothing.</summary>
public abstract class ExpectedSigner
{
    private protected ExpectedSigner()
    {
    }

    /// <summary>The holder of a certificate with exactly this subject, vouched for by exactly this issuer.</summary>
    /// <param name="issuer">The OIDC issuer, such as <c>https://token.actions.githubusercontent.com</c>.</param>
    /// <param name="identity">The subject alternative name, compared character by character.</param>
    /// <exception cref="ArgumentException">One of them is empty.</exception>
    public static ExpectedSigner Keyless(string issuer, string identity)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        ArgumentException.ThrowIfNullOrEmpty(identity);
        return new CertificateSigner(signer => (signer.Subject == identity, signer.Issuer == issuer) switch
        {
            (false, _) => new Refusal(ReasonCodes.IdentityMismatch, $"'{identity}' is expected and '{signer.Subject}' signed"),
            (_, false) => new Refusal(ReasonCodes.IssuerMismatch, $"issuer '{issuer}' is expected and '{signer.Issuer}' vouched for the signer"),
            _ => null,
        });
    }

    /// <summary>The holder of a certificate by an authority of one's own (<see cref="TrustRoot.WithPrivateAuthority"/>).</summary>
    /// <param name="identity">One of its subject alternative names, or the common name where there is none, compared character by character.</param>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public static ExpectedSigner PrivateCertificate(string identity)
    {
        ArgumentException.ThrowIfNullOrEmpty(identity);
        return new CertificateSigner(signer => signer.Issuer is not null
            ? new Refusal(ReasonCodes.IssuerMismatch, $"an authority of one's own is expected and '{signer.Issuer}' vouched for the signer")
            : signer.Subject == identity ? null : new Refusal(ReasonCodes.IdentityMismatch, $"'{identity}' is expected and '{signer.Subject}' signed"));
    }

    /// <summary>The holder of this key.</summary>
    public static ExpectedSigner Key(PublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new KeySigner(key);
    }

    /// <summary>The holder of a certificate whose identity a rule accepts; the rule answers null when it does.</summary>
    /// <param name="judge">The rule.</param>
    /// <param name="mayBeUnlogged">Whether no log need hold the signature; only for an authority of one's own.</param>
    internal static ExpectedSigner Certificate(Func<SignerIdentity, Refusal?> judge, bool mayBeUnlogged = false) => new CertificateSigner(judge) { MayBeUnlogged = mayBeUnlogged };
}

/// <summary>A signer known by a key.</summary>
internal sealed class KeySigner(PublicKey key) : ExpectedSigner
{
    public PublicKey PublicKey { get; } = key;
}

/// <summary>A signer known by what a certificate says.</summary>
internal sealed class CertificateSigner(Func<SignerIdentity, Refusal?> judge) : ExpectedSigner
{
    /// <summary>Whether no log need hold the signature, as that of an authority of one's own.</summary>
    public bool MayBeUnlogged { get; init; }

    public Refusal? Judge(SignerIdentity identity) => judge(identity);
}
