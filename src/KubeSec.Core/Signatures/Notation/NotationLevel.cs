namespace KubeSec.Signatures;

/// <summary>What a validation that does not hold means for the signature.</summary>
public enum ValidationAction
{
    /// <summary>The signature does not count.</summary>
    Enforce,

    /// <summary>It is told, and the signature may count.</summary>
    Log,

    /// <summary>It is not made at all; for revocation alone.</summary>
    Skip,
}

/// <summary>
/// Which validations of a Notary Project signature are enforced (trust-store-trust-policy.md, "Signature Verification
/// details"). Integrity always is, and so is what the signature is about.
/// </summary>
public sealed record NotationLevel
{
    /// <summary>Everything is enforced.</summary>
    public static NotationLevel Strict { get; } = new();

    /// <summary>Integrity and authenticity are enforced, the rest is told.</summary>
    public static NotationLevel Permissive { get; } = Strict with
    {
        AuthenticTimestamp = ValidationAction.Log,
        Expiry = ValidationAction.Log,
        Revocation = ValidationAction.Log,
    };

    /// <summary>Integrity alone is enforced: anyone's signature counts.</summary>
    public static NotationLevel Audit { get; } = Permissive with { Authenticity = ValidationAction.Log };

    /// <summary>The levels that verify something, by their names in a policy.</summary>
    internal static IReadOnlyDictionary<string, NotationLevel> Named { get; } = new SortedDictionary<string, NotationLevel>(StringComparer.Ordinal)
    {
        ["strict"] = Strict,
        ["permissive"] = Permissive,
        ["audit"] = Audit,
    };

    /// <summary>The names of what a policy may override.</summary>
    internal static IReadOnlyList<string> Validations { get; } = ["authenticity", "authenticTimestamp", "expiry", "revocation"];

    /// <summary>The chain leads to a trusted root and the certificate names a trusted identity.</summary>
    public ValidationAction Authenticity { get; init; }

    /// <summary>The certificates were valid when the signature was made.</summary>
    public ValidationAction AuthenticTimestamp { get; init; }

    /// <summary>The signature has not expired in the signer's own words.</summary>
    public ValidationAction Expiry { get; init; }

    /// <summary>No certificate of the chain is revoked.</summary>
    public ValidationAction Revocation { get; init; }

    /// <summary>The level with one validation overridden.</summary>
    /// <param name="validation">One of <see cref="Validations"/>.</param>
    /// <param name="action"><c>enforce</c>, <c>log</c>, or for revocation <c>skip</c>.</param>
    /// <param name="error">What is wrong with them, where null is returned.</param>
    internal NotationLevel? With(string validation, string action, out string? error)
    {
        ValidationAction? parsed = action switch
        {
            "enforce" => ValidationAction.Enforce,
            "log" => ValidationAction.Log,
            "skip" when validation == "revocation" => ValidationAction.Skip,
            _ => null,
        };
        error = parsed is null ? $"'{action}' is nothing to do about {validation}; write enforce or log{(validation == "revocation" ? " or skip" : "")}" : null;
        return parsed is not { } wanted ? null : validation switch
        {
            "authenticity" => this with { Authenticity = wanted },
            "authenticTimestamp" => this with { AuthenticTimestamp = wanted },
            "expiry" => this with { Expiry = wanted },
            _ => this with { Revocation = wanted },
        };
    }
}

/// <summary>When a signature's time stamp must hold.</summary>
public enum TimestampVerification
{
    /// <summary>Wherever roots of time stamp authorities are given.</summary>
    Always,

    /// <summary>Only where a certificate of the chain has expired since.</summary>
    AfterCertificateExpiry,
}
