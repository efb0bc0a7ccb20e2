using System.Security.Cryptography;
using System.Text.Json;
using KubeSec.Signatures;
using KubeSec.Tests;

namespace KubeSec.Conformance.Cryptography;

/// <summary>
/// Project Wycheproof's signatures: thousands that only a careless verifier believes. Whatever it calls invalid is refused,
/// whatever it calls valid is believed, but for kinds of key and hash that no Sigstore signature has.
/// </summary>
public sealed class WycheproofTests
{
    private static readonly string[] Curves = ["secp256r1", "secp384r1", "secp521r1", "P-256", "P-384", "P-521"];

    private static readonly string[] Hashes = ["SHA-256", "SHA-384", "SHA-512"];

    public static TheoryData<string> Files()
    {
        var files = new TheoryData<string>();
        string folder = RealParts.Folder("wycheproof");
        string[] found = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : ["none"];
        foreach (string file in found.Order(StringComparer.Ordinal))
        {
            // Those with pkcs1 in their names are about decryption.
            if (!file.Contains("pkcs1", StringComparison.Ordinal))
            {
                files.Add(Path.GetFileName(file));
            }
        }

        return files;
    }

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void Vectors_are_judged_as_their_authors_do(string file)
    {
        RealParts.SkipUnless(file != "none", "Wycheproof's vectors are not unpacked; run tests/install/wycheproof.sh");
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RealParts.Folder("wycheproof"), file)));
        List<string> wrong = [];
        foreach (JsonElement group in vectors.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            PublicKey? key = Key(group);
            bool isSupported = IsSupported(group);
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                bool believed = key is not null && Verifies(key, group, test);
                string result = test.GetProperty("result").GetString()!;
                if ((result == "invalid" && believed) || (result == "valid" && !believed && isSupported))
                {
                    wrong.Add($"{test.GetProperty("tcId")} ({test.GetProperty("comment").GetString()}) is {result}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join(", ", wrong));
    }

    /// <summary>Whether signatures of this group must be believed: a curve, hash and size that Sigstore or the Notary Project names.</summary>
    private static bool IsSupported(JsonElement group) => Kind(group) switch
    {
        "EddsaVerify" or "EdDsaVerify" => group.GetProperty("key").GetProperty("curve").GetString() == "edwards25519",
        "EcdsaVerify" => Curves.Contains(Curve(group)) && Hashes.Append("SHA3-256").Append("SHA3-384").Contains(Text(group, "sha")),
        "EcdsaP1363Verify" => NotationAlgorithmOf(group) is not null,
        "RsassaPssVerify" => Hashes.Contains(Text(group, "sha")) && HasUsualParameters(group) && HasSafeSize(group),
        _ => Hashes.Contains(Text(group, "sha")) && HasSafeSize(group),
    };

    /// <summary>Through the same door as everybody else; the Notary Project's two numbers side by side through its own.</summary>
    private static bool Verifies(PublicKey key, JsonElement group, JsonElement test)
    {
        byte[] message = Hex(test, "msg");
        byte[] signature = Hex(test, "sig");
        HashAlgorithmName? hash = HashName(group);
        switch (Kind(group))
        {
            case "EcdsaP1363Verify":
                return NotationAlgorithmOf(group) is { } algorithm && algorithm.Verify(key, message, signature);
            case "RsassaPssVerify":
                return HasUsualParameters(group) && hash is not null && key.Verifies(message, signature, hash, RSASignaturePadding.Pss);
            case "EddsaVerify" or "EdDsaVerify":
                return key.Verify(SignatureScheme.Ed25519, message, signature);
            default:
                return hash is not null && key.Verifies(message, signature, hash, Kind(group) == "EcdsaVerify" ? null : RSASignaturePadding.Pkcs1);
        }
    }

    private static PublicKey? Key(JsonElement group)
    {
        string property = ((string[])["publicKeyDer", "keyDer", "publicKeyAsn"]).First(name => group.TryGetProperty(name, out _));
        try
        {
            return PublicKey.FromSubjectPublicKeyInfo(Hex(group, property));
        }
        catch (SignatureKeyException)
        {
            return null;
        }
    }

    private static HashAlgorithmName? HashName(JsonElement group) => Text(group, "sha") switch
    {
        "SHA-256" => HashAlgorithmName.SHA256,
        "SHA-384" => HashAlgorithmName.SHA384,
        "SHA-512" => HashAlgorithmName.SHA512,
        "SHA3-256" => HashAlgorithmName.SHA3_256,
        "SHA3-384" => HashAlgorithmName.SHA3_384,
        _ => null,
    };

    private static NotationAlgorithm? NotationAlgorithmOf(JsonElement group) => (Curve(group), Text(group, "sha")) switch
    {
        ("secp256r1" or "P-256", "SHA-256") => NotationAlgorithm.FromName("ES256"),
        ("secp384r1" or "P-384", "SHA-384") => NotationAlgorithm.FromName("ES384"),
        ("secp521r1" or "P-521", "SHA-512") => NotationAlgorithm.FromName("ES512"),
        _ => null,
    };

    /// <summary>The encoding as well, which the older vectors tell by their schema alone.</summary>
    private static string Kind(JsonElement group) =>
        Text(group, "type") == "EcdsaVerify" && group.TryGetProperty("jwk", out _) && !group.TryGetProperty("keyPem", out _) ? "EcdsaP1363Verify" : Text(group, "type")!;

    private static string? Curve(JsonElement group) => Text(group.TryGetProperty("publicKey", out JsonElement key) ? key : group.GetProperty("key"), "curve");

    /// <summary>One hash throughout and a salt of its length.</summary>
    private static bool HasUsualParameters(JsonElement group) =>
        Text(group, "mgfSha") == Text(group, "sha") && Text(group, "sha") == $"SHA-{8 * group.GetProperty("sLen").GetInt32()}";

    private static bool HasSafeSize(JsonElement group) =>
        (group.TryGetProperty("keySize", out JsonElement size) || group.TryGetProperty("keysize", out size)) && size.GetInt32() >= 2048;

    private static string? Text(JsonElement holder, string name) => holder.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;

    private static byte[] Hex(JsonElement holder, string name) => Convert.FromHexString(holder.GetProperty(name).GetString()!);
}
