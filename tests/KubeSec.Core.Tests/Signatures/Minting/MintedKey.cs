using System.Collections.Concurrent;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Pqc.Crypto.Lms;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>A key of one of the kinds that protobuf-specs names (<c>PublicKeyDetails</c>), with its bytes as a trust root holds them.</summary>
internal sealed record MintedKey(byte[] Bytes, Func<byte[], byte[]> Sign)
{
    private static readonly ConcurrentDictionary<int, Lazy<RSA>> RsaKeys = new();

    /// <summary>All that the specification names, but for the one that names none.</summary>
    public static readonly string[] Details =
    [
        "PKCS1_RSA_PKCS1V5", "PKCS1_RSA_PSS", "PKIX_RSA_PKCS1V5", "PKIX_RSA_PSS",
        "PKIX_RSA_PKCS1V15_2048_SHA256", "PKIX_RSA_PKCS1V15_3072_SHA256", "PKIX_RSA_PKCS1V15_4096_SHA256",
        "PKIX_RSA_PSS_2048_SHA256", "PKIX_RSA_PSS_3072_SHA256", "PKIX_RSA_PSS_4096_SHA256",
        "PKIX_ECDSA_P256_HMAC_SHA_256", "PKIX_ECDSA_P256_SHA_256", "PKIX_ECDSA_P384_SHA_384", "PKIX_ECDSA_P521_SHA_512",
        "PKIX_ED25519", "PKIX_ED25519_PH", "PKIX_ECDSA_P384_SHA_256", "PKIX_ECDSA_P521_SHA_256",
        "LMS_SHA256", "LMOTS_SHA256", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87",
    ];

    public static MintedKey Of(string details) => details switch
    {
        _ when details.Contains("_RSA_", StringComparison.Ordinal) => Rsa(details),
        "PKIX_ECDSA_P256_HMAC_SHA_256" => Deterministic(),
        "PKIX_ECDSA_P256_SHA_256" => Ecdsa(ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256),
        "PKIX_ECDSA_P384_SHA_384" => Ecdsa(ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA384),
        "PKIX_ECDSA_P521_SHA_512" => Ecdsa(ECCurve.NamedCurves.nistP521, HashAlgorithmName.SHA512),
        "PKIX_ECDSA_P384_SHA_256" => Ecdsa(ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA256),
        "PKIX_ECDSA_P521_SHA_256" => Ecdsa(ECCurve.NamedCurves.nistP521, HashAlgorithmName.SHA256),
        "PKIX_ED25519" or "PKIX_ED25519_PH" => Ed25519(details.EndsWith("PH", StringComparison.Ordinal)),
        "LMS_SHA256" => Lms(),
        "LMOTS_SHA256" => OneTime(),
        _ => MlDsa(details switch { "ML_DSA_44" => MLDsaParameters.ml_dsa_44, "ML_DSA_65" => MLDsaParameters.ml_dsa_65, _ => MLDsaParameters.ml_dsa_87 }),
    };

    private static MintedKey Rsa(string details)
    {
        int size = details.Contains("3072", StringComparison.Ordinal) ? 3072 : details.Contains("4096", StringComparison.Ordinal) ? 4096 : 2048;
        RSA key = RsaKeys.GetOrAdd(size, bits => new(() => RSA.Create(bits))).Value;
        RSASignaturePadding padding = details.Contains("PSS", StringComparison.Ordinal) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return new MintedKey(
            details.StartsWith("PKCS1_", StringComparison.Ordinal) ? key.ExportRSAPublicKey() : key.ExportSubjectPublicKeyInfo(),
            message => key.SignData(message, HashAlgorithmName.SHA256, padding));
    }

    private static MintedKey Ecdsa(ECCurve curve, HashAlgorithmName hash)
    {
        var key = ECDsa.Create(curve);
        return new MintedKey(key.ExportSubjectPublicKeyInfo(), message => key.SignData(message, hash, DSASignatureFormat.Rfc3279DerSequence));
    }

    /// <summary>RFC 6979: the secret number of each signature is made of key and message.</summary>
    private static MintedKey Deterministic()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        AsymmetricKeyParameter own = PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey());
        return new MintedKey(key.ExportSubjectPublicKeyInfo(), message =>
        {
            ISigner signer = new DsaDigestSigner(new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest())), new Sha256Digest());
            signer.Init(true, own);
            return Signed(signer, message);
        });
    }

    private static MintedKey Ed25519(bool prehashed)
    {
        var key = new Ed25519PrivateKeyParameters(new SecureRandom());
        return new MintedKey(Info(key.GeneratePublicKey()), message =>
        {
            ISigner signer = prehashed ? new Ed25519phSigner([]) : new Ed25519Signer();
            signer.Init(true, key);
            return Signed(signer, message);
        });
    }

    private static MintedKey Lms()
    {
        var generator = new LmsKeyPairGenerator();
        generator.Init(new LmsKeyGenerationParameters(new LmsParameters(LMSigParameters.lms_sha256_n32_h5, LMOtsParameters.sha256_n32_w8), new SecureRandom()));
        var tree = (LmsPrivateKeyParameters)generator.GenerateKeyPair().Private;
        return new MintedKey(tree.GetPublicKey().GetEncoded(), message => Org.BouncyCastle.Pqc.Crypto.Lms.Lms.GenerateSign(tree, message).GetEncoded());
    }

    private static MintedKey OneTime()
    {
        MintedOneTimeKey key = new();
        return new MintedKey(key.PublicKey, key.Sign);
    }

    private static MintedKey MlDsa(MLDsaParameters parameters)
    {
        var generator = new MLDsaKeyPairGenerator();
        generator.Init(new MLDsaKeyGenerationParameters(new SecureRandom(), parameters));
        AsymmetricCipherKeyPair pair = generator.GenerateKeyPair();
        return new MintedKey(Info(pair.Public), message =>
        {
            var signer = new MLDsaSigner(parameters, deterministic: true);
            signer.Init(true, pair.Private);
            return Signed(signer, message);
        });
    }

    private static byte[] Info(AsymmetricKeyParameter key) => SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(key).GetDerEncoded();

    private static byte[] Signed(ISigner signer, byte[] message)
    {
        signer.BlockUpdate(message, 0, message.Length);
        return signer.GenerateSignature();
    }
}
