using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace KubeSec.Signatures;

/// <summary>
/// RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 8017). The one engine on the platform's own arithmetic: BouncyCastle tests a
/// modulus for primality before it uses it, which takes a tenth of a second.
/// </summary>
internal sealed class RsaEngine : SignatureEngine
{
    // 2048 bits is the least that NIST SP 800-131A still allows; the upper bound keeps a hostile key from costing seconds.
    private const int MinModulusBits = 2048;
    private const int MaxModulusBits = 16384;

    // OpenSSL uses no larger exponent with a modulus beyond 3072 bits (OPENSSL_RSA_MAX_PUBEXP_BITS).
    private const int MaxExponentBytes = 8;

    private readonly RSAParameters _key;

    public RsaEngine(byte[] rsaPublicKey, bool pssOnly)
    {
        var outer = new AsnReader(rsaPublicKey, AsnEncodingRules.DER);
        var pair = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var modulus = ReadPositive(pair);
        var exponent = ReadPositive(pair);
        pair.ThrowIfNotEmpty();
        ModulusBits = modulus.Length == 0 ? 0 : (modulus.Length * 8) - byte.LeadingZeroCount(modulus[0]);
        RefusedException.Unless(
            ModulusBits is >= MinModulusBits and <= MaxModulusBits && (modulus[^1] & 1) == 1,
            ReasonCodes.KeyInvalid,
            $"an RSA modulus must be odd and have {MinModulusBits} to {MaxModulusBits} bits");
        RefusedException.Unless(
            exponent.Length is > 0 and <= MaxExponentBytes && (exponent[^1] & 1) == 1 && exponent is not [1],
            ReasonCodes.KeyInvalid,
            $"an RSA exponent must be odd, above 1 and have at most {MaxExponentBytes * 8} bits");
        _key = new RSAParameters { Modulus = modulus, Exponent = exponent };
        Schemes =
        [
            // cosign's --signature-digest-algorithm; cert-manager's releases are signed with SHA-512.
            .. pssOnly ? [] : new[] { HashKind.Sha256, HashKind.Sha512, HashKind.Sha384 }.Select(SignatureScheme.RsaPkcs1),
            .. (pssOnly ? [HashKind.Sha256, HashKind.Sha384, HashKind.Sha512] : new[] { HashKind.Sha256 })
                .SelectMany(hash => new[] { SignatureScheme.RsaPss(hash), SignatureScheme.RsaPssLongSalt(hash) }),
        ];
    }

    public override KeyAlgorithm Algorithm => KeyAlgorithm.Rsa;

    public override IReadOnlyList<SignatureScheme> Schemes { get; }

    public int ModulusBits { get; }

    public override bool Supports(SignatureScheme scheme) =>
        scheme.Hash is HashKind.Sha256 or HashKind.Sha384 or HashKind.Sha512
        && (scheme.Padding is SignaturePadding.RsaPss or SignaturePadding.RsaPssLongSalt or SignaturePadding.RsaPssAnySalt
            || (scheme.Padding == SignaturePadding.RsaPkcs1 && Schemes[0].Padding == SignaturePadding.RsaPkcs1));

    public override bool Verify(SignatureScheme scheme, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != _key.Modulus!.Length)
        {
            return false;
        }

        if (scheme.Padding == SignaturePadding.RsaPssAnySalt)
        {
            return Verify(SignatureScheme.RsaPss(scheme.Hash!.Value), input, signature) || Verify(SignatureScheme.RsaPssLongSalt(scheme.Hash.Value), input, signature);
        }

        if (scheme.Padding == SignaturePadding.RsaPssLongSalt)
        {
            return Raised(signature) is { } encoded && PssEncoding.Holds(encoded, ModulusBits, scheme.Hash!.Value, input);
        }

        using var rsa = RSA.Create(_key);
        return rsa.VerifyHash(input, signature, Name(scheme.Hash!.Value), scheme.PaddingOfRsa!);
    }

    /// <summary>RSAVP1 (RFC 8017 section 5.2.2): what was signed, or null where the signature is no number below the modulus.</summary>
    private byte[]? Raised(ReadOnlySpan<byte> signature)
    {
        var modulus = new BigInteger(_key.Modulus, isUnsigned: true, isBigEndian: true);
        var number = new BigInteger(signature, isUnsigned: true, isBigEndian: true);
        if (number >= modulus)
        {
            return null;
        }

        var raised = BigInteger.ModPow(number, new BigInteger(_key.Exponent, isUnsigned: true, isBigEndian: true), modulus);
        var encoded = new byte[signature.Length];
        raised.TryWriteBytes(encoded.AsSpan(encoded.Length - raised.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true);
        return encoded;
    }

    private static byte[] ReadPositive(AsnReader pair)
    {
        var integer = pair.ReadIntegerBytes().Span;
        return (integer[0] & 0x80) != 0 ? [] : integer.TrimStart((byte)0).ToArray();
    }

    private static HashAlgorithmName Name(HashKind hash) => hash switch
    {
        HashKind.Sha256 => HashAlgorithmName.SHA256,
        HashKind.Sha384 => HashAlgorithmName.SHA384,
        HashKind.Sha512 => HashAlgorithmName.SHA512,
        _ => throw new ArgumentOutOfRangeException(nameof(hash), hash, null),
    };
}
