using System.Formats.Asn1;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace KubeSec.Signatures;

/// <summary>RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 8017), the salt as long as the hash.</summary>
internal sealed class RsaEngine : SignatureEngine
{
    // 2048 bits is the least that NIST SP 800-131A still allows; the upper bound keeps a hostile key from costing seconds.
    private const int MinModulusBits = 2048;
    private const int MaxModulusBits = 16384;
    private const int MaxExponentBits = 64;

    private readonly RsaKeyParameters _key;

    public RsaEngine(byte[] rsaPublicKey, bool pssOnly)
    {
        var outer = new AsnReader(rsaPublicKey, AsnEncodingRules.DER);
        var pair = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var modulus = new BigInteger(pair.ReadIntegerBytes().ToArray());
        var exponent = new BigInteger(pair.ReadIntegerBytes().ToArray());
        pair.ThrowIfNotEmpty();
        RefusedException.Unless(
            modulus.SignValue > 0 && modulus.TestBit(0) && modulus.BitLength is >= MinModulusBits and <= MaxModulusBits,
            ReasonCodes.KeyInvalid,
            $"an RSA modulus must be odd and have {MinModulusBits} to {MaxModulusBits} bits");
        RefusedException.Unless(
            exponent.SignValue > 0 && exponent.TestBit(0) && exponent.BitLength is > 1 and <= MaxExponentBits,
            ReasonCodes.KeyInvalid,
            $"an RSA exponent must be odd, above 1 and have at most {MaxExponentBits} bits");
        _key = new RsaKeyParameters(false, modulus, exponent);
        Schemes = pssOnly
            ? [SignatureScheme.RsaPss(HashKind.Sha256), SignatureScheme.RsaPss(HashKind.Sha384), SignatureScheme.RsaPss(HashKind.Sha512)]
            : [SignatureScheme.RsaPkcs1(HashKind.Sha256), SignatureScheme.RsaPss(HashKind.Sha256)];
    }

    public override KeyAlgorithm Algorithm => KeyAlgorithm.Rsa;

    public override IReadOnlyList<SignatureScheme> Schemes { get; }

    public int ModulusBits => _key.Modulus.BitLength;

    public override bool Supports(SignatureScheme scheme) =>
        scheme.Padding == SignaturePadding.RsaPss
        || (scheme.Padding == SignaturePadding.RsaPkcs1 && Schemes[0].Padding == SignaturePadding.RsaPkcs1);

    public override bool Verify(SignatureScheme scheme, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        var hash = scheme.Hash!.Value;
        ISigner verifier = scheme.Padding == SignaturePadding.RsaPss
            ? PssSigner.CreateRawSigner(new RsaBlindedEngine(), hash.CreateDigest(), hash.CreateDigest(), hash.Size(), PssSigner.TrailerImplicit)
            : new RsaDigestSigner(new NullDigest(), new AlgorithmIdentifier(new DerObjectIdentifier(DigestOid(hash)), DerNull.Instance));
        verifier.Init(false, _key);
        verifier.BlockUpdate(input);
        return signature.Length == (_key.Modulus.BitLength + 7) / 8 && verifier.VerifySignature(signature.ToArray());
    }

    private static string DigestOid(HashKind hash) => hash switch
    {
        HashKind.Sha256 => "2.16.840.1.101.3.4.2.1",
        HashKind.Sha384 => "2.16.840.1.101.3.4.2.2",
        HashKind.Sha512 => "2.16.840.1.101.3.4.2.3",
        _ => throw new ArgumentOutOfRangeException(nameof(hash), hash, null),
    };
}
