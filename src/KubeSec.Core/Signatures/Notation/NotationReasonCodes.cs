namespace KubeSec.Signatures;

/// <summary>
/// Why a Notary Project signature can be refused, beside the <see cref="ReasonCodes"/> that every kind of signature shares:
/// one stable code per cause. A code never changes its meaning.
/// </summary>
public static class NotationReasonCodes
{
    /// <summary>The signature's manifest is not of the specified form: another artifact type, or not exactly one envelope.</summary>
    public const string ManifestInvalid = "notation-manifest-invalid";

    /// <summary>The thumbprints noted on the manifest are missing, or not those of the envelope's certificates.</summary>
    public const string ThumbprintMismatch = "notation-thumbprint-mismatch";

    /// <summary>The envelope is not JWS or COSE of the specified form.</summary>
    public const string EnvelopeMalformed = "notation-envelope-malformed";

    /// <summary>The algorithm is unknown, or not the one that the signing certificate's key fixes.</summary>
    public const string AlgorithmMismatch = "notation-algorithm-mismatch";

    /// <summary>The signing certificate's key is of no kind and size that the specification allows.</summary>
    public const string KeyNotAllowed = "notation-key-not-allowed";

    /// <summary>A header that must be marked critical is not.</summary>
    public const string CriticalHeaderUnmarked = "notation-critical-header-unmarked";

    /// <summary>A header marked critical is not known here.</summary>
    public const string CriticalHeaderUnknown = "notation-critical-header-unknown";

    /// <summary>The signature asks for a verification plugin, whose checks nobody here can make.</summary>
    public const string PluginRequired = "notation-plugin-required";

    /// <summary>The payload is of an unknown type.</summary>
    public const string ContentTypeUnknown = "notation-content-type-unknown";

    /// <summary>The signing scheme is unknown.</summary>
    public const string SchemeUnknown = "notation-scheme-unknown";

    /// <summary>The signing time is missing, or is the one of another signing scheme.</summary>
    public const string SigningTimeInvalid = "notation-signing-time-invalid";

    /// <summary>The certificates are no chain from the signing certificate to a root, in that order.</summary>
    public const string ChainInvalid = "notation-chain-invalid";

    /// <summary>The signature's own expiry has passed.</summary>
    public const string Expired = "notation-signature-expired";

    /// <summary>A certificate of the chain is revoked.</summary>
    public const string CertificateRevoked = "notation-certificate-revoked";

    /// <summary>Whether a certificate of the chain is revoked cannot be found out from what is at hand.</summary>
    public const string RevocationUnknown = "notation-revocation-unknown";

    /// <summary>A revocation list or an OCSP response cannot be read.</summary>
    public const string RevocationDataMalformed = "notation-revocation-data-malformed";

    /// <summary>The signed payload is not JSON of the specified form.</summary>
    public const string PayloadMalformed = "notation-payload-malformed";

    /// <summary>The signed payload is about another artifact.</summary>
    public const string TargetMismatch = "notation-target-mismatch";

    /// <summary>A trust policy document is not of the specified form, or says what must not be said.</summary>
    public const string TrustPolicyInvalid = "notation-trust-policy-invalid";

    /// <summary>A trust store is missing, empty, or holds something else than trusted certificates.</summary>
    public const string TrustStoreInvalid = "notation-trust-store-invalid";

    /// <summary>A statement of the trust policy document skips verification; told, never a refusal.</summary>
    public const string VerificationSkipped = "notation-verification-skipped";
}
