using System.Formats.Asn1;

namespace KubeSec.Signatures;

/// <summary>
/// The arithmetic behind one public key. BouncyCastle does it for elliptic curves, although the platform could: a fresh
/// process that never loads OpenSSL answers 3 ms sooner with half the memory.
/// </summary>
internal abstract class SignatureEngine
{
    public abstract KeyAlgorithm Algorithm { get; }

    public abstract IReadOnlyList<SignatureScheme> Schemes { get; }

    /// <summary>
    /// Refuses a key that is no point of its curve. A trust root holds a dozen keys and a signature needs three, so
    /// decoding a point waits for its first use; a key that a person hands over is checked at once.
    /// </summary>
    public virtual void RequireValid()
    {
    }

    /// <param name="scheme">One that <see cref="Supports"/> accepts.</param>
    /// <param name="input">The digest where the scheme has a hash, otherwise the message.</param>
    /// <param name="signature">As received.</param>
    public abstract bool Verify(SignatureScheme scheme, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature);

    public virtual bool Supports(SignatureScheme scheme) => Schemes.Contains(scheme);

    public static SignatureEngine Create(byte[] subjectPublicKeyInfo)
    {
        try
        {
            var outer = new AsnReader(subjectPublicKeyInfo, AsnEncodingRules.DER);
            var info = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var algorithm = info.ReadSequence();
            var oid = algorithm.ReadObjectIdentifier();
            var key = info.ReadBitString(out var unused);
            RefusedException.Unless(unused == 0, ReasonCodes.KeyInvalid, "the key's bit string does not end on a byte");
            info.ThrowIfNotEmpty();
            return Create(oid, algorithm, key);
        }
        catch (AsnContentException malformed)
        {
            throw new RefusedException(ReasonCodes.KeyInvalid, $"the public key is not valid DER: {malformed.Message}");
        }
    }

    private static SignatureEngine Create(string oid, AsnReader parameters, byte[] key)
    {
        switch (oid)
        {
            case Oids.EcPublicKey:
                var curve = parameters.ReadObjectIdentifier();
                parameters.ThrowIfNotEmpty();
                return new EcdsaEngine(curve, key);
            case Oids.RsaEncryption:
                parameters.ReadNull();
                parameters.ThrowIfNotEmpty();
                return new RsaEngine(key, pssOnly: false);
            case Oids.RsaPss:
                return new RsaEngine(key, pssOnly: true);
            case Oids.Ed25519:
                parameters.ThrowIfNotEmpty();
                return new Ed25519Engine(key);
            case Oids.MlDsa44 or Oids.MlDsa65 or Oids.MlDsa87:
                parameters.ThrowIfNotEmpty();
                return new MlDsaEngine(oid, key);
            case Oids.HssLms:
                parameters.ThrowIfNotEmpty();
                return new LmsEngine(key, LmsKeyForm.Hss);
            default:
                throw new RefusedException(ReasonCodes.KeyUnsupported, $"keys of algorithm {oid} are not supported");
        }
    }
}
