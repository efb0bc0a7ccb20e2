namespace KubeSec.Signatures;

/// <summary>The names protobuf-specs give to kinds of key (<c>PublicKeyDetails</c>), and how each signs.</summary>
internal static class KeyDetails
{
    /// <summary>Reads a key and holds it to the algorithm that the trust root says it is of.</summary>
    public static (PublicKey Key, SignatureScheme Scheme) Read(string details, byte[] der)
    {
        var (algorithm, scheme) = AlgorithmOf(details)
            ?? throw new RefusedException(ReasonCodes.KeyUnsupported, $"key details '{details}' are not supported");
        var key = details switch
        {
            "LMS_SHA256" => PublicKey.ReadLms(der, LmsKeyForm.Tree),
            "LMOTS_SHA256" => PublicKey.ReadLms(der, LmsKeyForm.OneTime),
            _ => PublicKey.Read(details.StartsWith("PKCS1_", StringComparison.Ordinal) ? Pem.WrapRsaKey(der) : der),
        };
        RefusedException.Unless(
            key.Algorithm == algorithm && HasStatedSize(key, details),
            ReasonCodes.TrustRootKeyMismatch,
            $"a key of the trust root is said to be {details} and is {key.Algorithm}");
        return (key, scheme);
    }

    /// <summary>Whether a key is of the kind that these details name; nobody's key is of a kind that nobody knows.</summary>
    public static bool IsOf(string details, PublicKey key) => AlgorithmOf(details)?.Algorithm == key.Algorithm && HasStatedSize(key, details);

    private static (KeyAlgorithm Algorithm, SignatureScheme Scheme)? AlgorithmOf(string details) =>
        details switch
        {
            // The second is RFC 6979's, whose signatures verify as any other.
            "PKIX_ECDSA_P256_SHA_256" or "PKIX_ECDSA_P256_HMAC_SHA_256" => (KeyAlgorithm.EcdsaP256, SignatureScheme.Ecdsa(HashKind.Sha256)),
            "PKIX_ECDSA_P384_SHA_384" => (KeyAlgorithm.EcdsaP384, SignatureScheme.Ecdsa(HashKind.Sha384)),
            "PKIX_ECDSA_P384_SHA_256" => (KeyAlgorithm.EcdsaP384, SignatureScheme.Ecdsa(HashKind.Sha256)),
            "PKIX_ECDSA_P521_SHA_512" => (KeyAlgorithm.EcdsaP521, SignatureScheme.Ecdsa(HashKind.Sha512)),
            "PKIX_ECDSA_P521_SHA_256" => (KeyAlgorithm.EcdsaP521, SignatureScheme.Ecdsa(HashKind.Sha256)),
            "PKIX_ED25519" => (KeyAlgorithm.Ed25519, SignatureScheme.Ed25519),
            "PKIX_ED25519_PH" => (KeyAlgorithm.Ed25519, SignatureScheme.Ed25519Prehashed),
            "PKCS1_RSA_PKCS1V5" or "PKIX_RSA_PKCS1V5" or "PKIX_RSA_PKCS1V15_2048_SHA256" or "PKIX_RSA_PKCS1V15_3072_SHA256"
                or "PKIX_RSA_PKCS1V15_4096_SHA256" => (KeyAlgorithm.Rsa, SignatureScheme.RsaPkcs1(HashKind.Sha256)),
            "PKCS1_RSA_PSS" or "PKIX_RSA_PSS" or "PKIX_RSA_PSS_2048_SHA256" or "PKIX_RSA_PSS_3072_SHA256"
                or "PKIX_RSA_PSS_4096_SHA256" => (KeyAlgorithm.Rsa, SignatureScheme.RsaPssAnySalt(HashKind.Sha256)),
            "ML_DSA_44" => (KeyAlgorithm.MlDsa44, SignatureScheme.MlDsa),
            "ML_DSA_65" => (KeyAlgorithm.MlDsa65, SignatureScheme.MlDsa),
            "ML_DSA_87" => (KeyAlgorithm.MlDsa87, SignatureScheme.MlDsa),
            "LMS_SHA256" => (KeyAlgorithm.Lms, SignatureScheme.Lms),
            "LMOTS_SHA256" => (KeyAlgorithm.LmOts, SignatureScheme.Lms),
            _ => null,
        };

    private static bool HasStatedSize(PublicKey key, string details) =>
        key.ModulusBits is not { } bits
        || !new[] { 2048, 3072, 4096 }.Any(stated => details.Contains(stated.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal) && stated != bits);
}
