using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KubeSec.Signatures;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>
/// Every kind of key that protobuf-specs 0.5 names (<c>PublicKeyDetails</c>), the deprecated ones too: as the key of a log,
/// as that of a signer, and under another name than its own.
/// </summary>
public sealed class KeyDetailsTests
{
    private static readonly MintedInstance Sigstore = new();

    public static TheoryData<string> Details() => [.. MintedKey.Details];

    [Theory]
    [MemberData(nameof(Details))]
    public void A_log_with_a_key_of_any_kind_vouches_for_what_it_took_in(string details)
    {
        MintedKey log = MintedKey.Of(details);
        MintedKey signer = MintedKey.Of("PKIX_ECDSA_P256_SHA_256");
        JsonObject root = WithLog(details, log);
        JsonObject bundle = Logged(Bundle(signer), signer, log);
        Assert.Null(Verify(bundle, signer, root));

        JsonNode promise = bundle["verificationMaterial"]!["tlogEntries"]![0]!["inclusionPromise"]!;
        byte[] changed = Convert.FromBase64String((string)promise["signedEntryTimestamp"]!);
        changed[^1] ^= 1;
        promise["signedEntryTimestamp"] = Convert.ToBase64String(changed);
        Assert.Equal(ReasonCodes.InclusionPromiseInvalid, Verify(bundle, signer, root));
    }

    [Fact]
    public void A_log_may_salt_as_long_as_its_key_allows()
    {
        using var key = RSA.Create(2048);
        MintedKey log = new(key.ExportSubjectPublicKeyInfo(), message =>
        {
            var signer = new PssSigner(new Org.BouncyCastle.Crypto.Engines.RsaEngine(), new Sha256Digest(), 256 - 32 - 2);
            signer.Init(true, PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey()));
            signer.BlockUpdate(message, 0, message.Length);
            return signer.GenerateSignature();
        });
        MintedKey signer = MintedKey.Of("PKIX_ECDSA_P256_SHA_256");
        Assert.Null(Verify(Logged(Bundle(signer), signer, log), signer, WithLog("PKIX_RSA_PSS_2048_SHA256", log)));
    }

    [Theory]
    [MemberData(nameof(Details))]
    public void A_key_of_a_log_that_is_of_another_kind_than_its_name_is_refused(string details)
    {
        string other = details.StartsWith("PKIX_ED25519", StringComparison.Ordinal) ? "PKIX_ECDSA_P384_SHA_384" : "PKIX_ED25519";
        Refusal refusal = Refused(WithLog(details, MintedKey.Of(other)));
        Assert.Contains(refusal.Reason, new[] { ReasonCodes.TrustRootKeyMismatch, ReasonCodes.KeyInvalid, ReasonCodes.KeyUnsupported });
    }

    [Theory]
    [InlineData("PKIX_RSA_PKCS1V15_2048_SHA256", "PKIX_RSA_PKCS1V15_3072_SHA256")]
    [InlineData("PKIX_RSA_PKCS1V15_3072_SHA256", "PKIX_RSA_PKCS1V15_4096_SHA256")]
    [InlineData("PKIX_RSA_PSS_4096_SHA256", "PKIX_RSA_PSS_2048_SHA256")]
    [InlineData("PKIX_ECDSA_P256_SHA_256", "PKIX_ECDSA_P384_SHA_256")]
    [InlineData("ML_DSA_44", "ML_DSA_65")]
    public void A_key_of_another_size_than_its_name_says_is_refused(string details, string key) =>
        Assert.Equal(ReasonCodes.TrustRootKeyMismatch, Refused(WithLog(details, MintedKey.Of(key))).Reason);

    [Theory]
    [InlineData("PKIX_RSA_PKCS1V15_2048_SHA256", "PKIX_RSA_PSS_2048_SHA256")]
    [InlineData("PKIX_RSA_PSS_2048_SHA256", "PKIX_RSA_PKCS1V15_2048_SHA256")]
    [InlineData("PKIX_ECDSA_P384_SHA_384", "PKIX_ECDSA_P384_SHA_256")]
    [InlineData("PKIX_ECDSA_P521_SHA_512", "PKIX_ECDSA_P521_SHA_256")]
    [InlineData("PKIX_ED25519", "PKIX_ED25519_PH")]
    public void A_log_signs_only_in_the_way_its_name_says(string details, string way)
    {
        MintedKey log = MintedKey.Of(way);
        MintedKey signer = MintedKey.Of("PKIX_ECDSA_P256_SHA_256");
        Assert.Equal(ReasonCodes.InclusionPromiseInvalid, Verify(Logged(Bundle(signer), signer, log), signer, WithLog(details, log)));
    }

    [Theory]
    [InlineData("PUBLIC_KEY_DETAILS_UNSPECIFIED")]
    [InlineData("PKIX_SLH_DSA_SHA2_128S")]
    [InlineData("pkix_ed25519")]
    [InlineData("")]
    public void A_name_that_nobody_knows_is_refused_by_that_name(string details)
    {
        Refusal refusal = Refused(WithLog(details, MintedKey.Of("PKIX_ED25519")));
        Assert.Equal(ReasonCodes.KeyUnsupported, refusal.Reason);
        Assert.Contains($"'{details}'", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Keys that are handed over are SubjectPublicKeyInfos, which single trees and one-time keys have none of.</summary>
    public static TheoryData<string> SignersDetails() => [.. MintedKey.Details.Where(details => !details.StartsWith("LM", StringComparison.Ordinal) && !details.StartsWith("PKCS1_", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(SignersDetails))]
    public void A_signature_by_a_key_of_any_kind_verifies_and_its_entry_names_that_kind(string details)
    {
        MintedKey signer = MintedKey.Of(details);
        JsonObject bundle = Bundle(signer);
        Assert.Null(Verify(Relogged(bundle, signer, details), signer));
        foreach (string other in new[] { "PKIX_ED25519", "PKIX_ECDSA_P256_SHA_256", "ML_DSA_87", "PKIX_RSA_PSS_4096_SHA256", "PUBLIC_KEY_DETAILS_UNSPECIFIED" })
        {
            string? reason = Verify(Relogged(bundle, signer, other), signer);
            bool same = KeyDetails.IsOf(other, PublicKey.FromSubjectPublicKeyInfo(signer.Bytes));
            Assert.Equal(same ? null : ReasonCodes.LogEntrySignerMismatch, reason);
        }

        Assert.Equal(ReasonCodes.SignatureInvalid, Verify(Relogged(Bundle(signer with { Sign = MintedKey.Of(details.Contains("RSA_", StringComparison.Ordinal) ? "PKIX_ED25519" : details).Sign }), signer, details), signer));
    }

    [Theory]
    [MemberData(nameof(SignersDetails))]
    public void A_certificate_for_a_key_of_any_kind_signs(string details)
    {
        MintedKey key = MintedKey.Of(details);
        byte[] certificate = Sigstore.Authority.IssueFor(key.Bytes);
        Assert.Null(Sigstore.Verify(Sigstore.Bundle(certificate, key.Sign)).Refusal);
        MintedKey stranger = MintedKey.Of(details.Contains("RSA_", StringComparison.Ordinal) ? "PKIX_ED25519" : details);
        Assert.Equal(ReasonCodes.SignatureInvalid, Sigstore.Verify(Sigstore.Bundle(certificate, stranger.Sign)).Refusal?.Reason);
    }

    [Theory]
    [InlineData("LMS_SHA256")]
    [InlineData("LMOTS_SHA256")]
    [InlineData("PKCS1_RSA_PKCS1V5")]
    public void A_bare_key_is_refused_where_a_person_hands_it_over(string details) => Assert.Equal(
        ReasonCodes.KeyInvalid, Assert.Throws<SignatureKeyException>(() => PublicKey.FromSubjectPublicKeyInfo(MintedKey.Of(details).Bytes)).Refusal.Reason);

    private static string? Verify(JsonObject bundle, MintedKey signer, JsonObject? root = null) => Sigstore.Verifier(root).Verify(
        MintedInstance.Bytes(bundle),
        SignedArtifact.FromContent(MintedInstance.Artifact),
        ExpectedSigner.Key(PublicKey.FromSubjectPublicKeyInfo(signer.Bytes))).Refusal?.Reason;

    private static Refusal Refused(JsonObject root) => Assert.Throws<TrustRootException>(() => TrustRoot.FromJson(MintedInstance.Bytes(root))).Refusal;

    private static JsonObject WithLog(string details, MintedKey key)
    {
        JsonObject root = Sigstore.TrustRootJson();
        JsonNode log = root["tlogs"]![0]!;
        log["publicKey"]!["keyDetails"] = details;
        log["publicKey"]!["rawBytes"] = Convert.ToBase64String(key.Bytes);
        log["logId"]!["keyId"] = Convert.ToBase64String(SHA256.HashData(key.Bytes));
        return root;
    }

    /// <summary>A bundle that a key signed, with no entry yet.</summary>
    private static JsonObject Bundle(MintedKey signer) => new()
    {
        ["mediaType"] = "application/vnd.dev.sigstore.bundle.v0.3+json",
        ["verificationMaterial"] = new JsonObject { ["publicKey"] = new JsonObject { ["hint"] = "" } },
        ["messageSignature"] = new JsonObject
        {
            ["messageDigest"] = new JsonObject { ["algorithm"] = "SHA2_256", ["digest"] = Convert.ToBase64String(SHA256.HashData(MintedInstance.Artifact)) },
            ["signature"] = Convert.ToBase64String(signer.Sign(MintedInstance.Artifact)),
        },
    };

    /// <summary>The bundle with an entry of Rekor v2, whose log calls the signer's key by a name.</summary>
    private static JsonObject Relogged(JsonObject bundle, MintedKey signer, string details) => Sigstore.Relogged(
        bundle,
        MintedInstance.Bytes(new JsonObject
        {
            ["apiVersion"] = "0.0.2",
            ["kind"] = "hashedrekord",
            ["spec"] = new JsonObject
            {
                ["hashedRekordV002"] = new JsonObject
                {
                    ["data"] = bundle["messageSignature"]!["messageDigest"]!.DeepClone(),
                    ["signature"] = new JsonObject
                    {
                        ["content"] = (string)bundle["messageSignature"]!["signature"]!,
                        ["verifier"] = new JsonObject { ["keyDetails"] = details, ["publicKey"] = new JsonObject { ["rawBytes"] = Convert.ToBase64String(signer.Bytes) } },
                    },
                },
            },
        }),
        "hashedrekord",
        "0.0.2");

    /// <summary>The bundle as v0.1, which lets a log's promise stand alone: the one signature of a log that every kind of key can make.</summary>
    private static JsonObject Logged(JsonObject bundle, MintedKey signer, MintedKey log)
    {
        byte[] body = MintedInstance.Bytes(new JsonObject
        {
            ["apiVersion"] = "0.0.1",
            ["kind"] = "hashedrekord",
            ["spec"] = new JsonObject
            {
                ["data"] = new JsonObject { ["hash"] = new JsonObject { ["algorithm"] = "sha256", ["value"] = Convert.ToHexStringLower(SHA256.HashData(MintedInstance.Artifact)) } },
                ["signature"] = new JsonObject
                {
                    ["content"] = (string)bundle["messageSignature"]!["signature"]!,
                    ["publicKey"] = new JsonObject { ["content"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(PemEncoding.WriteString("PUBLIC KEY", signer.Bytes))) },
                },
            },
        });
        byte[] id = SHA256.HashData(log.Bytes);
        long time = MintedInstance.Now.ToUnixTimeSeconds();
        string signed = $$"""{"body":"{{Convert.ToBase64String(body)}}","integratedTime":{{time}},"logID":"{{Convert.ToHexStringLower(id)}}","logIndex":0}""";
        bundle["mediaType"] = "application/vnd.dev.sigstore.bundle+json;version=0.1";
        bundle["verificationMaterial"]!["tlogEntries"] = new JsonArray(new JsonObject
        {
            ["logIndex"] = "0",
            ["logId"] = new JsonObject { ["keyId"] = Convert.ToBase64String(id) },
            ["kindVersion"] = new JsonObject { ["kind"] = "hashedrekord", ["version"] = "0.0.1" },
            ["integratedTime"] = time.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["inclusionPromise"] = new JsonObject { ["signedEntryTimestamp"] = Convert.ToBase64String(log.Sign(Encoding.UTF8.GetBytes(signed))) },
            ["canonicalizedBody"] = Convert.ToBase64String(body),
        });
        return bundle;
    }
}
