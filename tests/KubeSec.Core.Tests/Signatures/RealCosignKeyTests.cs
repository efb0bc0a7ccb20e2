using System.Security.Cryptography;
using KubeSec.Signatures;
using KubeSec.Tests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>Key files both ways with the real cosign 2.5 and 3.1: what it writes we read, and what is written here it reads.</summary>
public sealed class RealCosignKeyTests : IDisposable
{
    private const string Password = "s3cret & ünïcode";

    private static readonly byte[] Blob = "a blob of ours"u8.ToArray();
    private static readonly Dictionary<string, string> Environment = new() { ["COSIGN_PASSWORD"] = Password };

    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-cosign-keys").FullName;

    public RealCosignKeyTests() => File.WriteAllBytes(Path.Combine(folder, "blob"), Blob);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [SkippableTheory]
    [InlineData("trixie")]
    [InlineData("sid")]
    public async Task A_key_that_cosign_makes_is_read_and_signs_what_cosign_verifies(string suite)
    {
        string cosign = RealParts.LaterProgram(suite, "cosign");
        await RealProcess.RunAsync(cosign, folder, Environment, "generate-key-pair", "--output-key-prefix", "made");
        PrivateSignatureKey key = PrivateSignatureKey.FromPem(Read("made.key"), Password);
        Assert.Equal(PublicKey.FromPem(Read("made.pub")), key.PublicKey);
        Assert.Equal(ReasonCodes.KeyPasswordWrong, Assert.Throws<SignatureKeyException>(() => PrivateSignatureKey.FromPem(Read("made.key"), "another")).Refusal.Reason);
        await CosignAcceptsAsync(key, "made.pub", "sha256");
    }

    [SkippableTheory]
    [InlineData("rsa", "sha256")]
    [InlineData("p384", "sha384")]
    [InlineData("p521", "sha512")]
    [InlineData("ed25519", "sha256")]
    public async Task A_key_that_cosign_imports_is_read_and_signs_what_cosign_verifies(string kind, string hash)
    {
        // Debian's 2.5 imports neither RSA keys nor those of larger curves; it verifies with them.
        string cosign = RealParts.LaterProgram("sid", "cosign");
        await File.WriteAllTextAsync(Path.Combine(folder, "plain.pem"), PemEncoding.WriteString("PRIVATE KEY", NewKey(kind)));
        await RealProcess.RunAsync(cosign, folder, Environment, "import-key-pair", "--key", "plain.pem", "--output-key-prefix", "imported", "--yes");
        PrivateSignatureKey key = PrivateSignatureKey.FromPem(Read("imported.key"), Password);
        Assert.Equal(PublicKey.FromPem(Read("imported.pub")), key.PublicKey);
        Assert.Equal(PrivateSignatureKey.FromPem(Read("plain.pem")).PublicKey, key.PublicKey);
        await CosignAcceptsAsync(key, "imported.pub", hash);
    }

    public static TheoryData<string, string, int> Written()
    {
        TheoryData<string, string, int> data = [];
        foreach (string suite in new[] { "trixie", "sid" })
        {
            foreach (string label in new[] { "ENCRYPTED COSIGN PRIVATE KEY", "ENCRYPTED SIGSTORE PRIVATE KEY" })
            {
                data.Add(suite, label, 32768);
                data.Add(suite, label, 65536);
            }
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Written))]
    public async Task A_key_file_of_either_type_and_cost_is_read_by_cosign_as_by_us(string suite, string label, int cost)
    {
        string cosign = RealParts.LaterProgram(suite, "cosign");
        string pem = CosignKeys.Encrypt(label, NewKey("p256"), Password, cost);
        await File.WriteAllTextAsync(Path.Combine(folder, "ours.key"), pem);
        PrivateSignatureKey key = PrivateSignatureKey.FromPem(pem, Password);
        Assert.Equal(key.PublicKey, PublicKey.FromPem(await RealProcess.RunAsync(cosign, folder, Environment, "public-key", "--key", "ours.key")));

        string[] version = suite == "sid" ? ["--use-signing-config=false", "--new-bundle-format=false"] : [];
        await RealProcess.RunAsync(
            cosign, folder, Environment, ["sign-blob", "--key", "ours.key", "--tlog-upload=false", "--yes", .. version, "--output-signature", "signature", "blob"]);
        byte[] signature = Convert.FromBase64String(Read("signature").Trim());
        Assert.True(key.PublicKey.Verifies(Blob, signature));
        Assert.False(key.PublicKey.Verifies("another blob"u8, signature));
    }

    private async Task CosignAcceptsAsync(PrivateSignatureKey key, string publicKey, string hash)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "signature"), Convert.ToBase64String(await key.SignAsync(Blob)));
        await File.WriteAllTextAsync(Path.Combine(folder, "other"), "another blob");

        // 2.5 takes every signature of a blob for one over SHA-256.
        foreach (string suite in hash == "sha256" ? new[] { "trixie", "sid" } : ["sid"])
        {
            string cosign = RealParts.LaterProgram(suite, "cosign");
            string[] algorithm = suite == "sid" ? ["--signature-digest-algorithm", hash] : [];
            string[] arguments = ["verify-blob", "--key", publicKey, "--insecure-ignore-tlog", "--signature", "signature", .. algorithm];
            await RealProcess.RunAsync(cosign, folder, Environment, [.. arguments, "blob"]);
            await Assert.ThrowsAsync<Xunit.Sdk.TrueException>(() => RealProcess.RunAsync(cosign, folder, Environment, [.. arguments, "other"]));
        }
    }

    private static byte[] NewKey(string kind) => kind switch
    {
        "rsa" => RSA.Create(3072).ExportPkcs8PrivateKey(),
        "p256" => ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKey(),
        "p384" => ECDsa.Create(ECCurve.NamedCurves.nistP384).ExportPkcs8PrivateKey(),
        "p521" => ECDsa.Create(ECCurve.NamedCurves.nistP521).ExportPkcs8PrivateKey(),
        _ => PrivateKeyInfoFactory.CreatePrivateKeyInfo(new Ed25519PrivateKeyParameters(new SecureRandom())).GetDerEncoded(),
    };

    private string Read(string file) => File.ReadAllText(Path.Combine(folder, file));
}
