using System.Formats.Asn1;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace KubeSec.Signatures;

/// <summary>ECDSA (FIPS 186-5) on the three NIST curves; signatures are DER <c>Ecdsa-Sig-Value</c> (RFC 3279 section 2.2.3).</summary>
internal sealed class EcdsaEngine : SignatureEngine
{
    private readonly byte[] _point;
    private readonly string _curve;
    private ECPublicKeyParameters? _key;

    public EcdsaEngine(string curveOid, byte[] point)
    {
        (Algorithm, _curve, var fieldSize) = curveOid switch
        {
            Oids.CurveP256 => (KeyAlgorithm.EcdsaP256, "secp256r1", 32),
            Oids.CurveP384 => (KeyAlgorithm.EcdsaP384, "secp384r1", 48),
            Oids.CurveP521 => (KeyAlgorithm.EcdsaP521, "secp521r1", 66),
            _ => throw new RefusedException(ReasonCodes.KeyUnsupported, $"elliptic curve {curveOid} is not supported; P-256, P-384 and P-521 are"),
        };

        // One encoding per point: a compressed or hybrid form of the same key would be a second name for it.
        RefusedException.Unless(
            point.Length == (2 * fieldSize) + 1 && point[0] == 4, ReasonCodes.KeyInvalid, "an elliptic curve key must be an uncompressed point");
        _point = point;

        // Lower-strength digests stay acceptable: cosign signs SHA-256 digests with keys on every curve.
        Schemes = Algorithm switch
        {
            KeyAlgorithm.EcdsaP256 => [SignatureScheme.Ecdsa(HashKind.Sha256)],
            KeyAlgorithm.EcdsaP384 => [SignatureScheme.Ecdsa(HashKind.Sha384), SignatureScheme.Ecdsa(HashKind.Sha256)],
            _ => [SignatureScheme.Ecdsa(HashKind.Sha512), SignatureScheme.Ecdsa(HashKind.Sha256)],
        };
    }

    public override KeyAlgorithm Algorithm { get; }

    public override IReadOnlyList<SignatureScheme> Schemes { get; }

    public override void RequireValid() => _ = Key();

    /// <summary>Certificates and time stamps name their hash themselves, so any curve goes with any of the three.</summary>
    public override bool Supports(SignatureScheme scheme) => scheme.Padding == SignaturePadding.Ecdsa;

    public override bool Verify(SignatureScheme scheme, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        if (!TryReadSignature(signature, out var r, out var s))
        {
            return false;
        }

        var verifier = new ECDsaSigner();
        verifier.Init(false, Key());
        return verifier.VerifySignature(input.ToArray(), r, s);
    }

    private ECPublicKeyParameters Key()
    {
        if (_key is null)
        {
            var curve = CustomNamedCurves.GetByName(_curve);
            try
            {
                _key = new ECPublicKeyParameters(curve.Curve.DecodePoint(_point), new ECDomainParameters(curve));
            }
            catch (ArgumentException)
            {
                throw new RefusedException(ReasonCodes.KeyInvalid, $"the key's point is not on curve {_curve}");
            }
        }

        return _key;
    }

    private static bool TryReadSignature(ReadOnlySpan<byte> signature, out BigInteger r, out BigInteger s)
    {
        r = s = BigInteger.Zero;
        try
        {
            var outer = new AsnReader(signature.ToArray(), AsnEncodingRules.DER);
            var pair = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            r = new BigInteger(pair.ReadIntegerBytes().ToArray());
            s = new BigInteger(pair.ReadIntegerBytes().ToArray());
            pair.ThrowIfNotEmpty();
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
