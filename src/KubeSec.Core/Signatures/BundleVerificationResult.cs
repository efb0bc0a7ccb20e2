namespace KubeSec.Signatures;

/// <summary>What verifying one signature has shown.</summary>
public sealed record BundleVerificationResult
{
    /// <summary>Why the signature does not count; null when everything held.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>Whether the refusal may not be the last word: what the check needs was not at hand. Undecided is never verified.</summary>
    public bool IsUndecided { get; init; }

    /// <summary>Checks that did not hold and that the policy only wants told.</summary>
    public IReadOnlyList<Refusal> Logged { get; init; } = [];

    /// <summary>Whether every check held.</summary>
    public bool IsVerified => Refusal is null;

    /// <summary>The checks that held, in the order they were made; all of them when verified.</summary>
    public required IReadOnlyList<VerificationCheck> Held { get; init; }

    /// <summary>Whom the certificate names; null for a key, and before the certificate was found trustworthy.</summary>
    public SignerIdentity? Identity { get; init; }

    /// <summary>The key whose holder signed; null before the signature was found to hold.</summary>
    public PublicKey? Key { get; init; }

    /// <summary>The times at which the signature provably existed.</summary>
    public IReadOnlyList<ProvenTime> Times { get; init; } = [];

    /// <summary>The transparency logs that hold the signature.</summary>
    public IReadOnlyList<LogInclusion> Logs { get; init; } = [];

    /// <summary>The signed statement; null for a plain signature, and unless everything held.</summary>
    public InTotoStatement? Statement { get; init; }

    /// <summary>What the signer noted about the artifact (<c>cosign sign -a</c>); empty unless everything held.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = SignedClaims.NoAnnotations;
}

/// <summary>The groups of checks that signatures of one form or another go through.</summary>
public enum VerificationCheck
{
    /// <summary>The material has the documented form.</summary>
    Form,

    /// <summary>A key or a certificate signed, as expected.</summary>
    SignerKind,

    /// <summary>Trusted transparency logs hold the entries.</summary>
    TransparencyLog,

    /// <summary>The time of signing is proven.</summary>
    Time,

    /// <summary>The certificate chain led to a trusted authority at that time.</summary>
    Certificate,

    /// <summary>The certificate itself was promised to a trusted log.</summary>
    CertificateTransparency,

    /// <summary>The certificate names the expected signer.</summary>
    Identity,

    /// <summary>The signature holds.</summary>
    Signature,

    /// <summary>The log entries are about this signature.</summary>
    LogEntry,

    /// <summary>What was signed is about this artifact.</summary>
    Artifact,

    /// <summary>The signature has not expired in its signer's own words.</summary>
    Expiry,

    /// <summary>No certificate of the chain is revoked.</summary>
    Revocation,
}

/// <summary>A time that a trusted party has signed for.</summary>
/// <param name="Time">The time.</param>
/// <param name="Source">Who signed for it.</param>
public sealed record ProvenTime(DateTimeOffset Time, TimeSource Source);

/// <summary>Who can sign for a time.</summary>
public enum TimeSource
{
    /// <summary>A transparency log that took the entry in.</summary>
    TransparencyLog,

    /// <summary>An RFC 3161 time stamp authority.</summary>
    TimestampAuthority,

    /// <summary>A Notary Project authority that signs for others and states the time itself.</summary>
    SigningAuthority,
}

/// <summary>An entry in a transparency log.</summary>
/// <param name="Log">The log's host.</param>
/// <param name="Index">The entry's number there.</param>
public sealed record LogInclusion(string Log, long Index);
