using System.Formats.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace KubeSec.Signatures;

/// <summary>
/// A private key in memory, from a PKCS #8 PEM or from cosign's encrypted form. For signing in pipelines that have no
/// better place for a key, and in tests; its <see cref="ToString"/> shows the public half only.
/// </summary>
public sealed class PrivateSignatureKey : ISignatureKey
{
    private readonly AsymmetricKeyParameter _key;
    private readonly string _signer;

    private PrivateSignatureKey(AsymmetricKeyParameter key, PublicKey publicKey)
    {
        _key = key;
        PublicKey = publicKey;
        _signer = publicKey.Algorithm switch
        {
            KeyAlgorithm.EcdsaP256 => "SHA-256withECDSA",
            KeyAlgorithm.EcdsaP384 => "SHA-384withECDSA",
            KeyAlgorithm.EcdsaP521 => "SHA-512withECDSA",
            KeyAlgorithm.Rsa => "SHA-256withRSA",
            KeyAlgorithm.Ed25519 => "Ed25519",
            _ => throw Unusable(ReasonCodes.KeyUnsupported, $"signing with a key of kind {publicKey.Algorithm} is not supported"),
        };
    }

    /// <inheritdoc/>
    public PublicKey PublicKey { get; }

    /// <summary>Reads a private key from PEM text.</summary>
    /// <param name="pem">A block <c>PRIVATE KEY</c>, <c>ENCRYPTED COSIGN PRIVATE KEY</c> or <c>ENCRYPTED SIGSTORE PRIVATE KEY</c>.</param>
    /// <param name="password">The password of an encrypted key; ignored for others.</param>
    /// <exception cref="SignatureKeyException">The text holds no such key, or the password is wrong.</exception>
    public static PrivateSignatureKey FromPem(string pem, string password = "")
    {
        ArgumentNullException.ThrowIfNull(pem);
        ArgumentNullException.ThrowIfNull(password);
        try
        {
            return Pem.Blocks(pem) is [var (label, content)]
                ? FromPkcs8(CosignKeyFile.IsLabel(label) ? CosignKeyFile.Decrypt(content, password) : RequirePlain(label, content))
                : throw Unusable(ReasonCodes.KeyInvalid, "one PEM private key is expected");
        }
        catch (RefusedException refused)
        {
            throw new SignatureKeyException(refused.ToRefusal());
        }
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var signer = SignerUtilities.InitSigner(_signer, true, _key, new SecureRandom());
        signer.BlockUpdate(message.Span);
        return ValueTask.FromResult(signer.GenerateSignature());
    }

    /// <summary>The public half; the private one is never printed.</summary>
    public override string ToString() => $"private key of {PublicKey}";

    private static byte[] RequirePlain(string label, byte[] content) =>
        label == "PRIVATE KEY"
            ? content
            : throw Unusable(ReasonCodes.KeyInvalid, $"a PEM block 'PRIVATE KEY' or cosign's encrypted form is expected and the block is '{label}'");

    private static PrivateSignatureKey FromPkcs8(byte[] pkcs8)
    {
        try
        {
            var key = PrivateKeyFactory.CreateKey(PrivateKeyInfo.GetInstance(pkcs8));
            AsymmetricKeyParameter publicHalf = key switch
            {
                ECPrivateKeyParameters ec => new ECPublicKeyParameters("EC", ec.Parameters.G.Multiply(ec.D), ec.PublicKeyParamSet),
                RsaPrivateCrtKeyParameters rsa => new RsaKeyParameters(false, rsa.Modulus, rsa.PublicExponent),
                Ed25519PrivateKeyParameters ed => ed.GeneratePublicKey(),
                _ => throw Unusable(ReasonCodes.KeyUnsupported, "the private key is none of ECDSA, RSA and Ed25519"),
            };
            var info = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(publicHalf);
            return new PrivateSignatureKey(key, PublicKey.Read(info.GetDerEncoded()));
        }
        catch (Exception malformed) when (malformed is ArgumentException or IOException or AsnContentException or GeneralSecurityException)
        {
            throw Unusable(ReasonCodes.KeyInvalid, "the private key is not valid PKCS #8");
        }
    }

    private static SignatureKeyException Unusable(string reason, string message) => new(new Refusal(reason, message));
}
