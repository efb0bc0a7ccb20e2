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
    /// <summary>Valid there and refused here, by file name, with the reason.</summary>
    private static readonly (string File, string Why)[] Unsupported =
    [
        ("brainpool|secp224|secp256k1", "curves that Sigstore does not name"),
        ("sha224|sha3_224|sha3_512|sha512_224|sha512_256|_sha1_", "hashes that Sigstore does not name, or broken ones"),
        ("rsa_pss_2048_sha256_mgf1_0|rsa_pss_4096_sha512_mgf1_32|rsa_pss_misc", "a salt of another length than the hash, or two hashes in one signature"),
        ("rsa_signature_2048_sha3|rsa_signature_3072_sha3", "RSA over SHA-3, which the platform's RSA does not offer everywhere"),
        ("rsa_sig_gen_misc|rsa_signature_test|ecdsa_test", "a collection over keys and hashes of every kind"),
    ];

    public static TheoryData<string> Files()
    {
        var files = new TheoryData<string>();
        string folder = RealParts.Folder("wycheproof");
        string[] found = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : ["none"];
        foreach (string file in found.Order(StringComparer.Ordinal))
        {
            if (!file.Contains("p1363", StringComparison.Ordinal) && !file.Contains("webcrypto", StringComparison.Ordinal) && !file.Contains("pkcs1", StringComparison.Ordinal))
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
        bool complete = !Unsupported.Any(rule => rule.File.Split('|').Any(file.Contains));
        List<string> wrong = [];
        foreach (JsonElement group in vectors.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                bool believed = Verify(group, test);
                string result = test.GetProperty("result").GetString()!;
                if ((result == "invalid" && believed) || (result == "valid" && !believed && complete))
                {
                    wrong.Add($"{test.GetProperty("tcId")} ({test.GetProperty("comment").GetString()}) is {result}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join(", ", wrong));
    }

    private static bool Verify(JsonElement group, JsonElement test)
    {
        try
        {
            PublicKey key = PublicKey.FromSubjectPublicKeyInfo(Hex(group, group.TryGetProperty("publicKeyDer", out _) ? "publicKeyDer" : "keyDer"));
            return Scheme(group) is { } scheme && key.Verify(scheme, Hex(test, "msg"), Hex(test, "sig"));
        }
        catch (SignatureKeyException)
        {
            return false;
        }
    }

    private static SignatureScheme? Scheme(JsonElement group)
    {
        string kind = group.GetProperty("type").GetString()!;
        if (kind is "EddsaVerify" or "EdDsaVerify")
        {
            return SignatureScheme.Ed25519;
        }

        HashKind? hash = group.GetProperty("sha").GetString() switch
        {
            "SHA-256" => HashKind.Sha256,
            "SHA-384" => HashKind.Sha384,
            "SHA-512" => HashKind.Sha512,
            "SHA3-256" => HashKind.Sha3With256,
            "SHA3-384" => HashKind.Sha3With384,
            _ => null,
        };
        return hash is not { } known ? null : kind switch
        {
            "EcdsaVerify" => SignatureScheme.Ecdsa(known),
            "RsassaPssVerify" when HasOneHash(group) && group.GetProperty("sLen").GetInt32() == known.Size() => SignatureScheme.RsaPss(known),
            "RsassaPkcs1Verify" or "RsassaPkcs1Generate" => SignatureScheme.RsaPkcs1(known),
            _ => null,
        };
    }

    private static bool HasOneHash(JsonElement group) => group.GetProperty("mgfSha").GetString() == group.GetProperty("sha").GetString();

    private static byte[] Hex(JsonElement holder, string name) => Convert.FromHexString(holder.GetProperty(name).GetString()!);
}
