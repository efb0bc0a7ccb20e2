using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KubeSec.Signatures;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>Checkpoints of every kind of log key, and with the signatures of others around the log's own.</summary>
public sealed class CheckpointTests
{
    private const string Origin = "rekor.minted.example";
    private const string Name = "— " + Origin + " ";

    private static readonly byte[] Root = SHA256.HashData("root"u8);
    private static readonly string Note = $"{Origin}\n1\n{Convert.ToBase64String(Root)}\n";

    public static TheoryData<string> Kinds() => ["ecdsa", "ed25519", "rsa", "ml-dsa"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Log_signs_with_any_kind_of_key(string kind)
    {
        (TransparencyLog log, Func<string, byte[]> sign) = Log(kind);

        Checkpoint.Read($"{Note}\n{Name}{Convert.ToBase64String(sign(Note))}\n").RequireSignedBy(log);
        Assert.Equal(ReasonCodes.CheckpointSignatureInvalid, Reason(log, $"{Note}\n{Name}{Convert.ToBase64String(Flipped(sign(Note)))}\n"));
        Assert.Equal(ReasonCodes.CheckpointSignerUnknown, Reason(log, $"{Note}\n{Name}{Convert.ToBase64String([1, 2, 3, 4, .. sign(Note)[4..]])}\n"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Witnesses_before_and_after_the_log_change_nothing(string kind)
    {
        (TransparencyLog log, Func<string, byte[]> sign) = Log(kind);
        string own = $"{Name}{Convert.ToBase64String(sign(Note))}\n";
        string witness = $"— witness.example {Convert.ToBase64String(RandomNumberGenerator.GetBytes(76))}\n";
        string another = $"{Name}{Convert.ToBase64String(Log(kind).Sign(Note))}\n";

        foreach (string signatures in new[] { witness + own, own + witness, witness + another + own + witness, own + own })
        {
            Checkpoint.Read($"{Note}\n{signatures}").RequireSignedBy(log);
        }

        Assert.Equal(ReasonCodes.CheckpointSignerUnknown, Reason(log, $"{Note}\n{witness}{another}"));
        Assert.Equal(ReasonCodes.CheckpointUnsigned, Reason(log, $"{Note}\n"));
    }

    [Theory]
    [InlineData("ecdsa")]
    [InlineData("ed25519")]
    [InlineData("rsa")]
    [InlineData("ml-dsa")]
    public void Log_speaks_for_itself_only(string kind)
    {
        (TransparencyLog log, Func<string, byte[]> sign) = Log(kind);
        string note = Note.Replace(Origin, "other.example", StringComparison.Ordinal);

        Assert.Equal(ReasonCodes.CheckpointOriginMismatch, Reason(log, $"{note}\n— other.example {Convert.ToBase64String(sign(note))}\n"));
    }

    [Fact]
    public void Shard_of_the_first_log_goes_by_its_configured_name_and_number()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        TransparencyLog log = Entry(key.ExportSubjectPublicKeyInfo(), "PKIX_ECDSA_P256_SHA_256");
        string note = Note.Replace(Origin, "rekor.configured - 2605736670972794746", StringComparison.Ordinal);
        byte[] signature = [.. SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..4], .. key.SignData(Encoding.UTF8.GetBytes(note), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)];

        Checkpoint.Read($"{note}\n— rekor.configured {Convert.ToBase64String(signature)}\n").RequireSignedBy(log);
    }

    [Fact]
    public void More_lines_after_the_root_are_signed_too()
    {
        (TransparencyLog log, Func<string, byte[]> sign) = Log("ed25519");
        string note = Note + "extension line\n";

        Checkpoint.Read($"{note}\n{Name}{Convert.ToBase64String(sign(note))}\n").RequireSignedBy(log);
        Assert.Equal(ReasonCodes.CheckpointSignatureInvalid, Reason(log, $"{note}\n{Name}{Convert.ToBase64String(sign(Note))}\n"));
    }

    private static string Reason(TransparencyLog log, string envelope) =>
        Assert.Throws<RefusedException>(() => Checkpoint.Read(envelope).RequireSignedBy(log)).Reason;

    private static byte[] Flipped(byte[] signature)
    {
        byte[] flipped = [.. signature];
        flipped[^3] ^= 4;
        return flipped;
    }

    /// <summary>A log and what it writes on the signature line of a note: key hint and signature.</summary>
    private static (TransparencyLog Log, Func<string, byte[]> Sign) Log(string kind)
    {
        switch (kind)
        {
            case "ecdsa":
                ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                byte[] ecdsaInfo = ecdsa.ExportSubjectPublicKeyInfo();
                return (Entry(ecdsaInfo, "PKIX_ECDSA_P256_SHA_256"), note => [.. SHA256.HashData(ecdsaInfo)[..4], .. ecdsa.SignData(Encoding.UTF8.GetBytes(note), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)]);
            case "rsa":
                RSA rsa = RSA.Create(2048);
                byte[] rsaInfo = rsa.ExportSubjectPublicKeyInfo();
                return (Entry(rsaInfo, "PKIX_RSA_PKCS1V15_2048_SHA256"), note =>
                    [.. Hint(note, 0xFF, [.. "PKIX-RSA-PKCS#1v1.5"u8, .. rsaInfo]), .. rsa.SignData(Encoding.UTF8.GetBytes(note), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)]);
            case "ed25519":
                var ed25519 = new Ed25519PrivateKeyParameters(new SecureRandom());
                byte[] point = ed25519.GeneratePublicKey().GetEncoded();
                return (Entry([.. Convert.FromHexString("302A300506032B6570032100"), .. point], "PKIX_ED25519"), note => [.. Hint(note, 1, point), .. Sign(new Ed25519Signer(), ed25519, Encoding.UTF8.GetBytes(note))]);
            default:
                var generator = new Org.BouncyCastle.Crypto.Generators.MLDsaKeyPairGenerator();
                generator.Init(new MLDsaKeyGenerationParameters(new SecureRandom(), MLDsaParameters.ml_dsa_44));
                Org.BouncyCastle.Crypto.AsymmetricCipherKeyPair pair = generator.GenerateKeyPair();
                byte[] encoded = ((MLDsaPublicKeyParameters)pair.Public).GetEncoded();
                byte[] info = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(pair.Public).GetDerEncoded();
                return (Entry(info, "ML_DSA_44"), note =>
                {
                    byte[] time = [0, 0, 0, 0, 0x6A, 1, 2, 3];
                    return [.. Hint(note, 6, encoded), .. time, .. Sign(new MLDsaSigner(MLDsaParameters.ml_dsa_44, true), pair.Private, Subtree(note, time))];
                }
                );
        }
    }

    /// <summary>C2SP tlog-cosignature: what an ML-DSA key signs in place of the note's text.</summary>
    private static byte[] Subtree(string note, byte[] time)
    {
        string[] lines = note.Split('\n');
        byte[] origin = Encoding.UTF8.GetBytes(lines[0]);
        byte[] size = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(size, 1);
        return [.. "subtree/v1\n\0"u8, (byte)origin.Length, .. origin, .. time, (byte)origin.Length, .. origin, .. new byte[8], .. size, .. Convert.FromBase64String(lines[2])];
    }

    private static byte[] Hint(string note, byte type, byte[] key) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(note.Split('\n')[0]), (byte)'\n', type, .. key])[..4];

    private static byte[] Sign(Org.BouncyCastle.Crypto.ISigner signer, Org.BouncyCastle.Crypto.ICipherParameters key, byte[] message)
    {
        signer.Init(true, key);
        signer.BlockUpdate(message, 0, message.Length);
        return signer.GenerateSignature();
    }

    private static TransparencyLog Entry(byte[] info, string details)
    {
        JsonObject root = new MintedInstance().TrustRootJson();
        JsonNode log = root["tlogs"]![0]!;
        log["publicKey"]!["rawBytes"] = Convert.ToBase64String(info);
        log["publicKey"]!["keyDetails"] = details;
        return TrustRoot.FromJson(MintedInstance.Bytes(root)).Logs[0];
    }
}
