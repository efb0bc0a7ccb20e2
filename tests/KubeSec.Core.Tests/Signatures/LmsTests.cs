using System.Buffers.Binary;
using KubeSec.Signatures;
using Org.BouncyCastle.Pqc.Crypto.Lms;
using Org.BouncyCastle.Security;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>Hash-based signatures, made by an implementation that nobody here wrote.</summary>
public sealed class LmsTests
{
    private static readonly byte[] Message = "signed by a tree"u8.ToArray();

    public static TheoryData<string> OneTimeForms() => ["w1", "w2", "w4", "w8"];

    [Theory]
    [MemberData(nameof(OneTimeForms))]
    public void Tree_signs_until_its_last_leaf(string form)
    {
        LmsPrivateKeyParameters tree = Generate(Parameters(form));
        byte[] raw = tree.GetPublicKey().GetEncoded();
        PublicKey key = KeyDetails.Read("LMS_SHA256", raw).Key;
        for (int leaf = 0; leaf < 3; leaf++)
        {
            byte[] signature = Lms.GenerateSign(tree, Message).GetEncoded();

            Assert.True(Verifies(key, Message, signature));
            AssertEveryPartCounts(key, signature);
        }

        Assert.Equal(KeyAlgorithm.Lms, key.Algorithm);
    }

    [Fact]
    public void Hierarchy_signs_through_its_trees()
    {
        var generator = new HssKeyPairGenerator();
        generator.Init(new HssKeyGenerationParameters([Parameters("w4"), Parameters("w8")], new SecureRandom()));
        Org.BouncyCastle.Crypto.AsymmetricCipherKeyPair pair = generator.GenerateKeyPair();
        byte[] encoded = ((HssPublicKeyParameters)pair.Public).GetEncoded();
        PublicKey key = PublicKey.FromSubjectPublicKeyInfo(Info(encoded));
        var signer = new HssSigner();
        signer.Init(true, pair.Private);
        byte[] signature = signer.GenerateSignature(Message);

        Assert.True(Verifies(key, Message, signature));
        AssertEveryPartCounts(key, signature);
        byte[] fewer = [.. signature];
        BinaryPrimitives.WriteInt32BigEndian(fewer, 0);
        Assert.False(Verifies(key, Message, fewer));
    }

    [Fact]
    public void One_time_key_verifies_its_one_signature()
    {
        MintedOneTimeKey once = new();
        byte[] raw = once.PublicKey;
        byte[] signature = once.Sign(Message);
        PublicKey key = KeyDetails.Read("LMOTS_SHA256", raw).Key;

        Assert.Equal(KeyAlgorithm.LmOts, key.Algorithm);
        Assert.True(Verifies(key, Message, signature));
        AssertEveryPartCounts(key, signature);
        Assert.Throws<RefusedException>(() => KeyDetails.Read("LMOTS_SHA256", raw[1..]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000000500000004")]
    [InlineData("00000063000000040000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000")]
    public void Key_of_unknown_form_is_refused(string hex) =>
        Assert.Throws<RefusedException>(() => KeyDetails.Read("LMS_SHA256", Convert.FromHexString(hex)));

    private static void AssertEveryPartCounts(PublicKey key, byte[] signature)
    {
        Assert.False(Verifies(key, [.. Message, 0], signature));
        Assert.False(Verifies(key, Message, signature[..^1]));
        Assert.False(Verifies(key, Message, [.. signature, 0]));
        Assert.False(Verifies(key, Message, []));
        for (int i = 0; i < signature.Length; i += 37)
        {
            byte[] flipped = [.. signature];
            flipped[i] ^= 1;
            Assert.False(Verifies(key, Message, flipped));
        }
    }

    private static bool Verifies(PublicKey key, byte[] message, byte[] signature) => key.Verify(key.Schemes[0], message, signature);

    private static LmsPrivateKeyParameters Generate(LmsParameters parameters)
    {
        var generator = new LmsKeyPairGenerator();
        generator.Init(new LmsKeyGenerationParameters(parameters, new SecureRandom()));
        return (LmsPrivateKeyParameters)generator.GenerateKeyPair().Private;
    }

    private static LmsParameters Parameters(string form) => new(
        LMSigParameters.lms_sha256_n32_h5,
        form switch { "w1" => LMOtsParameters.sha256_n32_w1, "w2" => LMOtsParameters.sha256_n32_w2, "w4" => LMOtsParameters.sha256_n32_w4, _ => LMOtsParameters.sha256_n32_w8 });

    private static byte[] Info(byte[] hss)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.9.16.3.17");
            }

            writer.WriteBitString(hss);
        }

        return writer.Encode();
    }
}
