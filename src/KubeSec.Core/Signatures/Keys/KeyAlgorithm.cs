namespace KubeSec.Signatures;

/// <summary>The kinds of public key KubeSec verifies with; each names one key type and size.</summary>
public enum KeyAlgorithm
{
    /// <summary>ECDSA on NIST P-256.</summary>
    EcdsaP256,

    /// <summary>ECDSA on NIST P-384.</summary>
    EcdsaP384,

    /// <summary>ECDSA on NIST P-521.</summary>
    EcdsaP521,

    /// <summary>RSA with a modulus of 2048 to 16384 bits.</summary>
    Rsa,

    /// <summary>Ed25519 (RFC 8032).</summary>
    Ed25519,

    /// <summary>ML-DSA-44 (FIPS 204).</summary>
    MlDsa44,

    /// <summary>ML-DSA-65 (FIPS 204).</summary>
    MlDsa65,

    /// <summary>ML-DSA-87 (FIPS 204).</summary>
    MlDsa87,

    /// <summary>LMS or HSS with SHA-256 (RFC 8554).</summary>
    Lms,

    /// <summary>LM-OTS with SHA-256 (RFC 8554): one key for one signature.</summary>
    LmOts,
}
