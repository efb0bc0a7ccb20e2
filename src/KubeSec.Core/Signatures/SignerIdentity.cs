using KubeSec.Findings;

namespace KubeSec.Signatures;

/// <summary>Whom a verified certificate names.</summary>
/// <param name="Subject">The one subject alternative name, as it stands; the common name where there is none; null without either.</param>
/// <param name="SubjectKind">What kind of name that is.</param>
/// <param name="Issuer">Who vouched for the subject, such as <c>https://token.actions.githubusercontent.com</c>; null outside Fulcio.</param>
/// <param name="Claims">
/// Fulcio's further claims by name, such as <c>sourceRepositoryUri</c>, <c>buildConfigUri</c> or <c>runnerEnvironment</c>
/// (sigstore/fulcio docs/oid-info.md, in camel case), in ordinal order; of a certificate by one's own authority the fingerprint of its <c>root</c>; of a Notary Project signer the <c>signingScheme</c> and
/// the fingerprints of <c>certificate</c> and <c>root</c>.
/// </param>
public sealed record SignerIdentity(string? Subject, SubjectKind SubjectKind, string? Issuer, IReadOnlyDictionary<string, string> Claims)
{
    /// <summary><c>subject (issuer)</c>.</summary>
    public override string ToString() => PlainText.OneLine($"{Subject ?? "(no name)"} ({Issuer ?? "no issuer"})");
}

/// <summary>The kind of a certificate's subject alternative name.</summary>
public enum SubjectKind
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>A URI: a CI workflow or a SPIFFE identity.</summary>
    Uri,

    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>A DNS name.</summary>
    DnsName,

    /// <summary>A user name in Fulcio's otherName form.</summary>
    UserName,

    /// <summary>The subject's common name, where the certificate has no alternative name.</summary>
    CommonName,

    /// <summary>The whole subject, as the Notary Project knows its signers.</summary>
    DistinguishedName,
}
