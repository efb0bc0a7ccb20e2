using System.Formats.Asn1;

namespace KubeSec.Signatures;

/// <summary>
/// A signature algorithm of the Notary Project: kind and size of the signing certificate's key leave exactly one (Notary
/// Project signature-specification.md, "Algorithm Selection").
/// </summary>
/// <param name="Name">Its name in JWS (RFC 7518 section 3.1).</param>
/// <param name="CoseNumber">Its number in COSE (RFC 9053 section 2.1, RFC 8230 section 2).</param>
/// <param name="Scheme">How it signs.</param>
/// <param name="Key">The kind of key.</param>
/// <param name="ModulusBits">The exact size of an RSA key; 0 for others.</param>
/// <param name="CoordinateLength">The bytes of each of an ECDSA signature's two numbers; 0 for RSA.</param>
internal sealed record NotationAlgorithm(
    string Name, int CoseNumber, SignatureScheme Scheme, KeyAlgorithm Key, int ModulusBits, int CoordinateLength)
{
    private static readonly NotationAlgorithm[] All =
    [
        new("PS256", -37, SignatureScheme.RsaPss(HashKind.Sha256), KeyAlgorithm.Rsa, 2048, 0),
        new("PS384", -38, SignatureScheme.RsaPss(HashKind.Sha384), KeyAlgorithm.Rsa, 3072, 0),
        new("PS512", -39, SignatureScheme.RsaPss(HashKind.Sha512), KeyAlgorithm.Rsa, 4096, 0),
        new("ES256", -7, SignatureScheme.Ecdsa(HashKind.Sha256), KeyAlgorithm.EcdsaP256, 0, 32),
        new("ES384", -35, SignatureScheme.Ecdsa(HashKind.Sha384), KeyAlgorithm.EcdsaP384, 0, 48),
        new("ES512", -36, SignatureScheme.Ecdsa(HashKind.Sha512), KeyAlgorithm.EcdsaP521, 0, 66),
    ];

    public static NotationAlgorithm? FromName(string name) => Array.Find(All, algorithm => algorithm.Name == name);

    public static NotationAlgorithm? FromCose(long number) => Array.Find(All, algorithm => algorithm.CoseNumber == number);

    /// <summary>The one algorithm a key may be used with.</summary>
    public static NotationAlgorithm Of(PublicKey key) =>
        Array.Find(All, algorithm => algorithm.Key == key.Algorithm && algorithm.ModulusBits == (key.ModulusBits ?? 0))
        ?? throw new RefusedException(
            NotationReasonCodes.KeyNotAllowed,
            FormattableString.Invariant($"the signing key is {key.Algorithm} of {key.ModulusBits} bits; RSA of 2048, 3072 or 4096 bits and ECDSA on P-256, P-384 or P-521 are allowed"));

    /// <summary>Whether the signature is the key's over a message; ECDSA's two numbers stand side by side, not in DER.</summary>
    public bool Verify(PublicKey key, ReadOnlySpan<byte> message, byte[] signature) =>
        CoordinateLength == 0
            ? key.Verify(Scheme, message, signature)
            : signature.Length == 2 * CoordinateLength && key.Verify(Scheme, message, ToDer(signature));

    private byte[] ToDer(byte[] signature)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(WithoutLeadingZeros(signature.AsSpan(0, CoordinateLength)));
            writer.WriteIntegerUnsigned(WithoutLeadingZeros(signature.AsSpan(CoordinateLength)));
        }

        return writer.Encode();
    }

    private static ReadOnlySpan<byte> WithoutLeadingZeros(ReadOnlySpan<byte> number)
    {
        ReadOnlySpan<byte> trimmed = number.TrimStart((byte)0);
        return trimmed.IsEmpty ? number[..1] : trimmed;
    }
}
