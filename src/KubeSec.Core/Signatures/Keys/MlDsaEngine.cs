using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace KubeSec.Signatures;

/// <summary>ML-DSA (FIPS 204) over the message itself, with an empty context.</summary>
internal sealed class MlDsaEngine : SignatureEngine
{
    private readonly MLDsaPublicKeyParameters _key;

    public MlDsaEngine(string oid, byte[] key)
    {
        (Algorithm, var parameters) = oid switch
        {
            Oids.MlDsa44 => (KeyAlgorithm.MlDsa44, MLDsaParameters.ml_dsa_44),
            Oids.MlDsa65 => (KeyAlgorithm.MlDsa65, MLDsaParameters.ml_dsa_65),
            _ => (KeyAlgorithm.MlDsa87, MLDsaParameters.ml_dsa_87),
        };
        try
        {
            _key = MLDsaPublicKeyParameters.FromEncoding(parameters, key);
        }
        catch (ArgumentException)
        {
            throw new RefusedException(ReasonCodes.KeyInvalid, $"the {Algorithm} key has the wrong length");
        }
    }

    public override KeyAlgorithm Algorithm { get; }

    public override IReadOnlyList<SignatureScheme> Schemes { get; } = [SignatureScheme.MlDsa];

    public override bool Verify(SignatureScheme scheme, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        var verifier = new MLDsaSigner(_key.Parameters, deterministic: true);
        verifier.Init(false, _key);
        verifier.BlockUpdate(input);
        return verifier.VerifySignature(signature.ToArray());
    }
}
