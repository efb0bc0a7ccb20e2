namespace KubeSec.Signatures;

/// <summary>The holder of a certificate by an authority of one's own, signing in cosign's way.</summary>
public sealed record TrustedCertificate : SignerPolicy
{
    /// <summary>The authority; no other, and not Fulcio, can speak for this signer.</summary>
    public required PrivateAuthority Authority { get; init; }

    /// <summary>One of the subject alternative names, or the common name where the certificate has none.</summary>
    public required TextMatch Subject { get; init; }

    /// <summary>
    /// Accepts signatures that no transparency log holds. Without a time stamp the certificate must then be valid today.
    /// Default false.
    /// </summary>
    public bool AcceptUnloggedUnsafe { get; init; }

    private protected override string DefaultName => $"{Subject} of authority {Authority}";

    internal override IEnumerable<string> Demands =>
    [
        $"a certificate for {Subject}, by the authority {Authority}",
        AcceptUnloggedUnsafe
            ? "a transparency log need not hold the signature; a time stamp proves when it was made, or the certificate is valid today"
            : "a transparency log holds the signature, made while the certificate was valid",
    ];

    /// <summary>Why a certificate's identity is not this signer; null when it is.</summary>
    internal Refusal? Judge(SignerIdentity identity) =>
        identity.Issuer is not null
            ? new Refusal(ReasonCodes.IssuerMismatch, $"an authority of one's own is expected and '{identity.Issuer}' vouched for the signer")
            : Subject.Accepts(identity.Subject) ? null
            : new Refusal(ReasonCodes.IdentityMismatch, $"{Subject} is expected and '{identity.Subject}' signed");
}
