using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>Signatures that only a careless verifier believes, made here; the whole of Wycheproof runs in the conformance tests.</summary>
public sealed class HostileSignatureTests
{
    private static readonly byte[] Message = "signed"u8.ToArray();
    private static readonly BigInteger Order256 = Number("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
    private static readonly BigInteger Order25519 = Number("1000000000000000000000000000000014DEF9DEA2F79CD65812631A5CF5D3ED");

    [Fact]
    public void Ecdsa_numbers_are_held_to_their_range_and_encoding()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        PublicKey key = PublicKey.FromPem(pair.ExportSubjectPublicKeyInfoPem());
        byte[] plain = pair.SignData(Message, HashAlgorithmName.SHA256);
        BigInteger r = Number(Convert.ToHexString(plain.AsSpan(0, 32)));
        BigInteger s = Number(Convert.ToHexString(plain.AsSpan(32)));
        byte[] der = Sequence(Integer(r), Integer(s));
        Assert.True(Verifies(key, der));

        byte[][] hostile =
        [
            Sequence(Integer(0), Integer(0)), Sequence(Integer(r), Integer(0)), Sequence(Integer(0), Integer(s)), Sequence(Integer(1), Integer(1)),
            Sequence(Integer(r + Order256), Integer(s)), Sequence(Integer(r), Integer(s + Order256)), Sequence(Integer(Order256), Integer(s)), Sequence(Integer(r), Integer(Order256)),
            Sequence(Integer(-r), Integer(s)), Sequence(Integer(r), Integer(-s)), Sequence(Integer(r - Order256), Integer(s)), Sequence(Integer(s), Integer(r)),
            Sequence(Integer(r)), Sequence(Integer(r), Integer(s), Integer(0)), [.. der, 0], der[..^1], [], [0x30, 0], [0x30, 0x80, .. der[2..], 0, 0],
            [0x30, 0x81, (byte)(der.Length - 2), .. der[2..]], Sequence([2, (byte)(Bytes(r).Length + 1), 0, .. Bytes(r)], Integer(s)), [0x31, .. der[1..]], plain,
            Sequence([2, 0], Integer(s)), Sequence([0x0A, .. Integer(r)[1..]], Integer(s)),
        ];

        Assert.All(hostile, signature => Assert.False(Verifies(key, signature), Convert.ToHexString(signature)));

        // Both square roots sign alike; what is bound to a signature (log entry, time stamp) holds its very bytes instead.
        Assert.True(Verifies(key, Sequence(Integer(r), Integer(Order256 - s))));
    }

    [Fact]
    public void Ecdsa_keys_are_points_of_their_curve()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] info = pair.ExportSubjectPublicKeyInfo();
        byte[] moved = [.. info];
        moved[^1] ^= 1;
        byte[] origin = [.. info];
        origin.AsSpan(^64).Clear();
        byte[] hybrid = [.. info];
        hybrid[^65] = (byte)(6 | (info[^1] & 1));

        Assert.All([moved, origin, hybrid], bytes => Assert.Throws<SignatureKeyException>(() => PublicKey.FromSubjectPublicKeyInfo(bytes)));
    }

    [Fact]
    public void Ed25519_scalars_are_reduced_and_keys_are_of_full_order()
    {
        var generator = new Org.BouncyCastle.Crypto.Parameters.Ed25519PrivateKeyParameters(new Org.BouncyCastle.Security.SecureRandom());
        byte[] head = Convert.FromHexString("302A300506032B6570032100");
        PublicKey key = PublicKey.FromSubjectPublicKeyInfo([.. head, .. generator.GeneratePublicKey().GetEncoded()]);
        var signer = new Org.BouncyCastle.Crypto.Signers.Ed25519Signer();
        signer.Init(true, generator);
        signer.BlockUpdate(Message, 0, Message.Length);
        byte[] signature = signer.GenerateSignature();
        Assert.True(Verifies(key, signature));
        byte[] scalar = new byte[32];
        (new BigInteger(signature.AsSpan(32), isUnsigned: true) + Order25519).TryWriteBytes(scalar, out _, isUnsigned: true);

        Assert.All(
            [[.. signature[..32], .. scalar], signature[..^1], [.. signature, 0], new byte[64], [.. signature[32..], .. signature[..32]]],
            hostile => Assert.False(Verifies(key, hostile)));

        // Points of small order, whose "signatures" hold for many messages.
        string[] smallOrder =
        [
            "0100000000000000000000000000000000000000000000000000000000000000", "0000000000000000000000000000000000000000000000000000000000000000",
            "ECFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F", "26E8958FC2B227B045C3F489F2EF98F0D5DFAC05D3C63339B13802886D53FC05",
            "C7176A703D4DD84FBA3C0B760D10670F2A2053FA2C39CCC64EC7FD7792AC037A", "EEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F",
        ];
        Assert.All(smallOrder, point => Assert.Throws<SignatureKeyException>(() => PublicKey.FromSubjectPublicKeyInfo([.. head, .. Convert.FromHexString(point)])));
    }

    [Fact]
    public void Rsa_padding_is_held_to_every_byte()
    {
        using var pair = RSA.Create(2048);
        PublicKey key = PublicKey.FromPem(pair.ExportSubjectPublicKeyInfoPem());
        byte[] info = [.. Convert.FromHexString("3031300D060960864801650304020105000420"), .. SHA256.HashData(Message)];
        byte[] withoutNull = [.. Convert.FromHexString("302F300B0609608648016503040201" + "0420"), .. SHA256.HashData(Message)];
        byte[] sha1 = [.. Convert.FromHexString("3021300906052B0E03021A05000414"), .. Sha1Name.Of(Message)];
        byte[] ones = [.. Enumerable.Repeat((byte)0xFF, 256 - info.Length - 3)];
        byte[] good = Raise(pair, [0, 1, .. ones, 0, .. info]);
        Assert.True(Verifies(key, good));
        BigInteger modulus = new(pair.ExportParameters(false).Modulus!, isUnsigned: true, isBigEndian: true);
        byte[] larger = (new BigInteger(good, isUnsigned: true, isBigEndian: true) + modulus).ToByteArray(isUnsigned: true, isBigEndian: true);

        byte[][] hostile =
        [
            Raise(pair, [0, 1, .. ones[8..], 0, .. info, 1, 2, 3, 4, 5, 6, 7, 8]), Raise(pair, [0, 1, .. ones[..8], 0, .. info, .. new byte[256 - info.Length - 11]]),
            Raise(pair, [0, 1, .. ones, 0xFF, 0xFF, 0, .. withoutNull]), Raise(pair, [0, 2, .. ones, 0, .. info]), Raise(pair, [0, 1, .. ones[1..], 0xFE, 0, .. info]),
            Raise(pair, [0, 0, .. new byte[ones.Length], 0, .. info]), Raise(pair, [0, 1, .. Enumerable.Repeat((byte)0xFF, 256 - sha1.Length - 3), 0, .. sha1]),
            larger, good[1..], [0, .. good], [], new byte[256], [.. new byte[255], 1],
        ];

        Assert.All(hostile, signature => Assert.False(Verifies(key, signature), Convert.ToHexString(signature)));
    }

    [Theory]
    [InlineData(1024, "010001")]
    [InlineData(2048, "01")]
    [InlineData(2048, "010000")]
    [InlineData(2048, "01000000000000000001")]
    public void Rsa_keys_that_anyone_could_sign_for_are_refused(int bits, string exponent)
    {
        using var pair = RSA.Create(bits);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(pair.ExportParameters(false).Modulus!, isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(Number(exponent));
        }

        Assert.Throws<SignatureKeyException>(() => PublicKey.FromPem(PemEncoding.WriteString("RSA PUBLIC KEY", writer.Encode())));
    }

    private static bool Verifies(PublicKey key, byte[] signature) => key.Schemes.Any(scheme => key.Verify(scheme, Message, signature));

    private static byte[] Raise(RSA pair, byte[] block)
    {
        RSAParameters parameters = pair.ExportParameters(true);
        BigInteger raised = BigInteger.ModPow(
            new BigInteger(block, isUnsigned: true, isBigEndian: true),
            new BigInteger(parameters.D!, isUnsigned: true, isBigEndian: true),
            new BigInteger(parameters.Modulus!, isUnsigned: true, isBigEndian: true));
        byte[] bytes = raised.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[256 - bytes.Length], .. bytes];
    }

    private static BigInteger Number(string hex) => new(Convert.FromHexString(hex), isUnsigned: true, isBigEndian: true);

    private static byte[] Bytes(BigInteger number) => number.ToByteArray(isBigEndian: true);

    private static byte[] Integer(BigInteger number) => [2, (byte)Bytes(number).Length, .. Bytes(number)];

    private static byte[] Sequence(params byte[][] parts)
    {
        byte[] content = [.. parts.SelectMany(part => part)];
        return [0x30, (byte)content.Length, .. content];
    }
}
