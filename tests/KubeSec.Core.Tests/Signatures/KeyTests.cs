using System.Security.Cryptography;
using System.Text;
using KubeSec.Signatures;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace KubeSec.Core.Tests.Signatures;

public sealed class KeyTests
{
    private static readonly byte[] Message = Encoding.UTF8.GetBytes("signed");

    /// <summary>Keys and signatures by the platform, verified by KubeSec's own engine: the differential test of the two.</summary>
    [Theory]
    [InlineData("1.2.840.10045.3.1.7", "SHA256", KeyAlgorithm.EcdsaP256)]
    [InlineData("1.3.132.0.34", "SHA384", KeyAlgorithm.EcdsaP384)]
    [InlineData("1.3.132.0.34", "SHA256", KeyAlgorithm.EcdsaP384)]
    [InlineData("1.3.132.0.35", "SHA512", KeyAlgorithm.EcdsaP521)]
    public void Ecdsa_agrees_with_the_platform(string curve, string hash, KeyAlgorithm algorithm)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromValue(curve));
        PublicKey publicKey = PublicKey.FromPem(key.ExportSubjectPublicKeyInfoPem());
        var random = new Random(7);
        for (int i = 0; i < 40; i++)
        {
            byte[] signature = key.SignData(Message, new HashAlgorithmName(hash), DSASignatureFormat.Rfc3279DerSequence);
            if (i % 2 == 1)
            {
                signature[random.Next(signature.Length)] ^= (byte)(1 << random.Next(8));
            }

            bool platform = key.VerifyData(Message, signature, new HashAlgorithmName(hash), DSASignatureFormat.Rfc3279DerSequence);
            Assert.Equal(platform, Verifies(publicKey, signature));
        }

        Assert.Equal(algorithm, publicKey.Algorithm);
    }

    [Theory]
    [InlineData(2048, false)]
    [InlineData(3072, true)]
    public void Rsa_verifies_with_either_padding(int bits, bool pss)
    {
        using var key = RSA.Create(bits);
        byte[] signature = key.SignData(Message, HashAlgorithmName.SHA256, pss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);

        Assert.True(Verifies(PublicKey.FromPem(key.ExportSubjectPublicKeyInfoPem()), signature));
        Assert.True(Verifies(PublicKey.FromPem(key.ExportRSAPublicKeyPem()), signature));
        signature[9] ^= 1;
        Assert.False(Verifies(PublicKey.FromPem(key.ExportSubjectPublicKeyInfoPem()), signature));
    }

    /// <summary>Sigstore's Go library signs with the longest salt; those that no signer makes are refused.</summary>
    [Theory]
    [InlineData(2048, 32, true)]
    [InlineData(2048, 222, true)]
    [InlineData(2049, 222, true)]
    [InlineData(2048, 221, false)]
    [InlineData(2048, 0, false)]
    [InlineData(2048, 20, false)]
    public void Rsa_pss_has_the_usual_salt_or_the_longest(int bits, int salt, bool believed)
    {
        var generator = new RsaKeyPairGenerator();
        generator.Init(new RsaKeyGenerationParameters(Org.BouncyCastle.Math.BigInteger.ValueOf(65537), new SecureRandom(), bits, 64));
        Org.BouncyCastle.Crypto.AsymmetricCipherKeyPair pair = generator.GenerateKeyPair();
        var signer = new PssSigner(new Org.BouncyCastle.Crypto.Engines.RsaBlindedEngine(), new Org.BouncyCastle.Crypto.Digests.Sha256Digest(), salt);
        signer.Init(true, pair.Private);
        signer.BlockUpdate(Message);
        byte[] signature = signer.GenerateSignature();
        PublicKey key = Read(pair.Public);

        Assert.Equal(believed, key.Verifies(Message, signature));
        Assert.Equal(believed, key.Verifies(Message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        Assert.False(key.Verifies(Message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.False(key.Verifies(Message, signature, HashAlgorithmName.SHA384));
        signature[^1] ^= 1;
        Assert.False(key.Verifies(Message, signature));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ed25519_verifies_plain_and_prehashed(bool prehashed)
    {
        var key = new Ed25519PrivateKeyParameters(new SecureRandom());
        Org.BouncyCastle.Crypto.ISigner signer = prehashed ? new Ed25519phSigner([]) : new Ed25519Signer();
        signer.Init(true, key);
        signer.BlockUpdate(Message);

        Assert.True(Verifies(Read(key.GeneratePublicKey()), signer.GenerateSignature()));
    }

    [Theory]
    [InlineData(44)]
    [InlineData(65)]
    [InlineData(87)]
    public void MlDsa_verifies(int level)
    {
        MLDsaParameters parameters = level switch { 44 => MLDsaParameters.ml_dsa_44, 65 => MLDsaParameters.ml_dsa_65, _ => MLDsaParameters.ml_dsa_87 };
        var generator = new MLDsaKeyPairGenerator();
        generator.Init(new MLDsaKeyGenerationParameters(new SecureRandom(), parameters));
        Org.BouncyCastle.Crypto.AsymmetricCipherKeyPair pair = generator.GenerateKeyPair();
        var signer = new MLDsaSigner(parameters, deterministic: true);
        signer.Init(true, pair.Private);
        signer.BlockUpdate(Message);

        Assert.True(Verifies(Read(pair.Public), signer.GenerateSignature()));
    }

    [Fact]
    public void Weak_and_foreign_keys_are_refused()
    {
        using var small = RSA.Create(1024);
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        byte[] offCurve = ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportSubjectPublicKeyInfo();
        offCurve[^1] ^= 1;

        Assert.Equal(ReasonCodes.KeyInvalid, Refusal(small.ExportSubjectPublicKeyInfo()));
        Assert.Equal(ReasonCodes.KeyUnsupported, Refusal(foreign.ExportSubjectPublicKeyInfo()));
        Assert.Equal(ReasonCodes.KeyInvalid, Refusal(offCurve));
        Assert.Equal(ReasonCodes.KeyInvalid, Refusal([1, 2, 3]));
        Assert.Throws<SignatureKeyException>(() => PublicKey.FromPem("no key at all"));
    }

    [Theory]
    [InlineData("ENCRYPTED COSIGN PRIVATE KEY", 32768)]
    [InlineData("ENCRYPTED SIGSTORE PRIVATE KEY", 65536)]
    public async Task Cosigns_encrypted_key_signs(string label, int cost)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string pem = CosignKeys.Encrypt(label, key.ExportPkcs8PrivateKey(), "s3cret", cost);

        PrivateSignatureKey read = PrivateSignatureKey.FromPem(pem, "s3cret");

        Assert.True(key.VerifyData(Message, await read.SignAsync(Message), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        Assert.Equal(PublicKey.FromPem(key.ExportSubjectPublicKeyInfoPem()), read.PublicKey);
        Assert.Equal(ReasonCodes.KeyPasswordWrong, Assert.Throws<SignatureKeyException>(() => PrivateSignatureKey.FromPem(pem, "wrong")).Refusal.Reason);
        Assert.DoesNotContain(Convert.ToHexString(key.ExportParameters(true).D!), read.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Key_file_cannot_ask_for_gigabytes()
    {
        string pem = CosignKeys.Envelope("ENCRYPTED SIGSTORE PRIVATE KEY", 1 << 30, new byte[32], new byte[24], new byte[64]);

        Assert.Equal(ReasonCodes.KeyUnsupported, Assert.Throws<SignatureKeyException>(() => PrivateSignatureKey.FromPem(pem, "x")).Refusal.Reason);
    }

    [Theory]
    [InlineData("EC")]
    [InlineData("RSA")]
    [InlineData("ED25519")]
    public async Task Plain_private_keys_sign_what_their_public_half_verifies(string kind)
    {
        byte[] pkcs8 = kind switch
        {
            "EC" => ECDsa.Create(ECCurve.NamedCurves.nistP384).ExportPkcs8PrivateKey(),
            "RSA" => RSA.Create(2048).ExportPkcs8PrivateKey(),
            _ => Org.BouncyCastle.Pkcs.PrivateKeyInfoFactory.CreatePrivateKeyInfo(new Ed25519PrivateKeyParameters(new SecureRandom())).GetDerEncoded(),
        };
        PrivateSignatureKey key = PrivateSignatureKey.FromPem(PemEncoding.WriteString("PRIVATE KEY", pkcs8));

        Assert.True(Verifies(key.PublicKey, await key.SignAsync(Message)));
    }

    private static PublicKey Read(Org.BouncyCastle.Crypto.AsymmetricKeyParameter key) =>
        PublicKey.FromSubjectPublicKeyInfo(SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(key).GetDerEncoded());

    private static string Refusal(byte[] der) => Assert.Throws<SignatureKeyException>(() => PublicKey.FromSubjectPublicKeyInfo(der)).Refusal.Reason;

    private static bool Verifies(PublicKey key, byte[] signature) => key.Schemes.Any(scheme => key.Verify(scheme, Message, signature));
}
