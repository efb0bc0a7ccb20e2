using System.Text.Json;

namespace KubeSec.Signatures;

/// <summary>A key of TUF metadata with the one way of signing that it is for (TUF specification section 4.2).</summary>
/// <param name="Key">The key.</param>
/// <param name="Scheme">How it signs.</param>
internal sealed record TufKey(PublicKey Key, SignatureScheme Scheme)
{
    // The fixed heads of a SubjectPublicKeyInfo for Ed25519 (RFC 8410 section 4) and for P-256 (RFC 5480).
    private static readonly byte[] Ed25519Head = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00];
    private static readonly byte[] P256Head =
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01,
        0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
    ];

    /// <summary>Whether a signature is this key's.</summary>
    public bool Signed(byte[] message, byte[] signature) => Key.Verify(Scheme, message, signature);

    /// <summary>Reads a key.</summary>
    /// <returns>
    /// Null for one of a kind that is not known here, and for one that is not of the kind it says: it counts for nothing,
    /// and whether the others are enough is for the threshold to say.
    /// </returns>
    public static TufKey? Read(JsonElement key)
    {
        string text = TufMetadata.Text(key.GetProperty("keyval"), "public");
        string type = TufMetadata.Text(key, "keytype");
        if (SchemeOf(type, TufMetadata.Text(key, "scheme")) is not { } known)
        {
            return null;
        }

        try
        {
            PublicKey read = Read(text, known.Algorithm);
            return read.Algorithm == known.Algorithm ? new TufKey(read, known.Scheme) : null;
        }
        catch (Exception bad) when (bad is RefusedException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Elliptic curves have two spellings of their type; the second is the older one.</summary>
    private static (KeyAlgorithm Algorithm, SignatureScheme Scheme)? SchemeOf(string type, string scheme) => scheme switch
    {
        "ed25519" when type == "ed25519" => (KeyAlgorithm.Ed25519, SignatureScheme.Ed25519),
        "rsassa-pss-sha256" when type == "rsa" => (KeyAlgorithm.Rsa, SignatureScheme.RsaPssAnySalt(HashKind.Sha256)),
        "ecdsa-sha2-nistp256" when type == "ecdsa" || type == scheme => (KeyAlgorithm.EcdsaP256, SignatureScheme.Ecdsa(HashKind.Sha256)),
        "ecdsa-sha2-nistp384" when type == "ecdsa" || type == scheme => (KeyAlgorithm.EcdsaP384, SignatureScheme.Ecdsa(HashKind.Sha384)),
        "ecdsa-sha2-nistp521" when type == "ecdsa" || type == scheme => (KeyAlgorithm.EcdsaP521, SignatureScheme.Ecdsa(HashKind.Sha512)),
        _ => null,
    };

    /// <summary>Keys are PEM, or bare in hexadecimal: Ed25519 always, and P-256 in the first roots of Sigstore.</summary>
    private static PublicKey Read(string text, KeyAlgorithm algorithm)
    {
        if (text.Contains("-----BEGIN", StringComparison.Ordinal))
        {
            return Pem.ReadPublicKey(text);
        }

        byte[] head = algorithm == KeyAlgorithm.Ed25519 ? Ed25519Head : P256Head;
        return PublicKey.Read([.. head, .. Convert.FromHexString(text)]);
    }
}
