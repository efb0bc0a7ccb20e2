namespace KubeSec.Signatures;

/// <summary>
/// The holder of a certificate that leads to a trusted root, signing in the Notary Project's way. No trust policy document
/// and no trust store is needed.
/// </summary>
public sealed record NotationSigner : SignerPolicy
{
    /// <summary>Roots of those who sign for themselves (scheme <c>notary.x509</c>).</summary>
    public IReadOnlyList<NotationRoot> Roots { get; init; } = [];

    /// <summary>
    /// Roots of authorities that sign for others and state the time themselves (scheme <c>notary.x509.signingAuthority</c>).
    /// Never the same list as <see cref="Roots"/>: whoever gets a certificate from those could name any time.
    /// </summary>
    public IReadOnlyList<NotationRoot> SigningAuthorityRoots { get; init; } = [];

    /// <summary>
    /// Roots of time stamp authorities. With any given, a signature needs a time stamp
    /// (<see cref="TimestampVerification"/>); with none, its certificates must be valid today.
    /// </summary>
    public IReadOnlyList<NotationRoot> TimestampRoots { get; init; } = [];

    /// <summary>The subjects that may sign, any one of them.</summary>
    public IReadOnlyList<DistinguishedName> Identities { get; init; } = [];

    /// <summary>Accepts every certificate that leads to a trusted root. Default false: then <see cref="Identities"/> names whom.</summary>
    public bool AcceptAnyIdentityUnsafe { get; init; }

    /// <summary>When a time stamp must hold.</summary>
    public TimestampVerification VerifyTimestamp { get; init; }

    /// <summary>What revocation is judged by; null where nothing is given.</summary>
    public NotationRevocation? Revocation { get; init; }

    /// <summary>
    /// What is enforced: everything unless said otherwise. Revocation is left out where nothing is given to judge it by,
    /// since a network is used only when asked.
    /// </summary>
    public NotationLevel Level
    {
        get => field ?? (Revocation is null ? NotationLevel.Strict with { Revocation = ValidationAction.Skip } : NotationLevel.Strict);
        init;
    }

    private protected override string DefaultName => AcceptAnyIdentityUnsafe
        ? $"anyone under {Roots.Concat(SigningAuthorityRoots).FirstOrDefault()}"
        : string.Join(" or ", Identities);

    internal override IEnumerable<string> Demands =>
    [
        AcceptAnyIdentityUnsafe ? "anyone with a certificate that leads to a root" : $"a certificate for {string.Join(", or for ", Identities)}",
        .. Roots.Select(root => $"a Notary Project signature (notary.x509) that leads to the root {root}"),
        .. SigningAuthorityRoots.Select(root => $"a Notary Project signature by a signing authority that leads to the root {root}"),
        TimestampRoots.Count == 0 ? "its certificates are valid today"
            : $"a time stamp by an authority under {string.Join(" or ", TimestampRoots)}{(VerifyTimestamp == TimestampVerification.Always ? "" : ", once a certificate has expired")}",
        $"revocation: {Level.Revocation.ToString().ToLowerInvariant()}{(Revocation?.AskOnline == true ? " (asked online)" : "")}, expiry: {Level.Expiry.ToString().ToLowerInvariant()}",
    ];

    internal override IEnumerable<string> Problems()
    {
        if (Roots.Count + SigningAuthorityRoots.Count == 0)
        {
            yield return "a notation signer names no root";
        }

        if (Identities.Count > 0 == AcceptAnyIdentityUnsafe)
        {
            yield return "a notation signer names either identities or that any will do";
        }

        if (Level.Revocation == ValidationAction.Enforce && Revocation is null)
        {
            yield return "a notation signer enforces revocation and names nothing to judge it by: give 'revocation' with lists, responses or online: true, or override revocation with log or skip";
        }

        if (Identities.Any(identity => Identities.Any(other => !ReferenceEquals(identity, other) && identity.Covers(other))))
        {
            yield return "a notation signer names an identity that another one covers";
        }
    }
}
