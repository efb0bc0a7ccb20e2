using System.Security.Cryptography;

namespace KubeSec.Signatures;

/// <summary>A way of signing: the padding or variant, and the hash it starts from.</summary>
/// <param name="Padding">The variant.</param>
/// <param name="Hash">The hash of the message that is signed; null where the scheme signs the message itself.</param>
internal readonly record struct SignatureScheme(SignaturePadding Padding, HashKind? Hash)
{
    public static SignatureScheme Ecdsa(HashKind hash) => new(SignaturePadding.Ecdsa, hash);

    public static SignatureScheme RsaPkcs1(HashKind hash) => new(SignaturePadding.RsaPkcs1, hash);

    /// <summary>The salt as long as the hash, as every format that states its parameters has it.</summary>
    public static SignatureScheme RsaPss(HashKind hash) => new(SignaturePadding.RsaPss, hash);

    /// <summary>The salt as long as the key allows, as Sigstore's Go library makes it (sigstore/sigstore pkg/signature/rsapss.go).</summary>
    public static SignatureScheme RsaPssLongSalt(HashKind hash) => new(SignaturePadding.RsaPssLongSalt, hash);

    /// <summary>The salt of either length: names of keys do not say which their holders' libraries make.</summary>
    public static SignatureScheme RsaPssAnySalt(HashKind hash) => new(SignaturePadding.RsaPssAnySalt, hash);

    public static SignatureScheme Ed25519 => new(SignaturePadding.Ed25519, null);

    public static SignatureScheme Ed25519Prehashed => new(SignaturePadding.Ed25519Prehashed, HashKind.Sha512);

    public static SignatureScheme MlDsa => new(SignaturePadding.MlDsa, null);

    public static SignatureScheme Lms => new(SignaturePadding.Lms, null);

    /// <summary>The platform's word for an RSA padding; null for others.</summary>
    public RSASignaturePadding? PaddingOfRsa => Padding switch
    {
        SignaturePadding.RsaPkcs1 => RSASignaturePadding.Pkcs1,
        SignaturePadding.RsaPss or SignaturePadding.RsaPssLongSalt or SignaturePadding.RsaPssAnySalt => RSASignaturePadding.Pss,
        _ => null,
    };
}

/// <summary>The variant of a signature scheme.</summary>
internal enum SignaturePadding
{
    Ecdsa,
    RsaPkcs1,
    RsaPss,
    RsaPssLongSalt,
    RsaPssAnySalt,
    Ed25519,
    Ed25519Prehashed,
    MlDsa,
    Lms,
}
