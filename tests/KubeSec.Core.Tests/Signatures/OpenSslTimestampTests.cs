using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KubeSec.Signatures;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>Time stamps by an authority that nobody here wrote: OpenSSL's, with keys and hashes of every kind it signs with.</summary>
public sealed class OpenSslTimestampTests : IDisposable
{
    private const string Configuration = """
        [tsa]
        default_tsa = minted
        [minted]
        serial = serial
        default_policy = 1.3.6.1.4.1.57264.2
        digests = sha256, sha384, sha512
        signer_digest = HASH
        ess_cert_id_alg = HASH
        accuracy = secs:1
        [authority]
        basicConstraints = critical, CA:TRUE
        keyUsage = critical, keyCertSign
        subjectKeyIdentifier = hash
        [signer]
        keyUsage = critical, digitalSignature
        extendedKeyUsage = critical, timeStamping
        subjectKeyIdentifier = hash
        [req]
        distinguished_name = name
        [name]
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-openssl-time").FullName;
    private readonly MintedKey signer = MintedKey.Of("PKIX_ECDSA_P256_SHA_256");
    private readonly MintedInstance sigstore = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [SkippableTheory]
    [InlineData("RSA -pkeyopt rsa_keygen_bits:2048", "sha256", true)]
    [InlineData("RSA -pkeyopt rsa_keygen_bits:3072", "sha384", true)]
    [InlineData("RSA -pkeyopt rsa_keygen_bits:4096", "sha512", false)]
    [InlineData("EC -pkeyopt ec_paramgen_curve:P-256", "sha256", true)]
    [InlineData("EC -pkeyopt ec_paramgen_curve:P-256", "sha512", false)]
    [InlineData("EC -pkeyopt ec_paramgen_curve:P-384", "sha384", false)]
    [InlineData("EC -pkeyopt ec_paramgen_curve:P-521", "sha512", true)]
    public async Task A_time_stamp_by_OpenSSL_proves_the_time(string key, string hash, bool withCertificate)
    {
        byte[] signature = signer.Sign(MintedInstance.Artifact);
        byte[] stamp = await StampAsync(signature, key, hash, withCertificate);
        JsonObject root = await RootAsync();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        BundleVerificationResult result = Verify(signature, stamp, root);
        Assert.True(result.IsVerified, result.Refusal?.ToString());
        Assert.InRange(Assert.Single(result.Times).Time, now.AddMinutes(-1), now.AddMinutes(1));

        // The last byte is one of the authority's own signature.
        byte[] changed = [.. stamp];
        changed[^1] ^= 1;
        Assert.Equal(ReasonCodes.TimestampSignatureInvalid, Verify(signature, changed, root).Refusal?.Reason);
        byte[] another = signer.Sign(MintedInstance.Artifact);
        Assert.Equal(ReasonCodes.TimestampImprintMismatch, Verify(another, stamp, root).Refusal?.Reason);
        string? foreign = Verify(signature, stamp, sigstore.TrustRootJson()).Refusal?.Reason;
        Assert.Contains(foreign, new[] { ReasonCodes.TimestampUntrusted, ReasonCodes.TimestampCertificateForeign });
    }

    private BundleVerificationResult Verify(byte[] signature, byte[] stamp, JsonObject root)
    {
        JsonObject bundle = new()
        {
            ["mediaType"] = "application/vnd.dev.sigstore.bundle.v0.3+json",
            ["verificationMaterial"] = new JsonObject
            {
                ["publicKey"] = new JsonObject { ["hint"] = "" },
                ["timestampVerificationData"] = new JsonObject { ["rfc3161Timestamps"] = new JsonArray(new JsonObject { ["signedTimestamp"] = Convert.ToBase64String(stamp) }) },
            },
            ["messageSignature"] = new JsonObject
            {
                ["messageDigest"] = new JsonObject { ["algorithm"] = "SHA2_256", ["digest"] = Convert.ToBase64String(SHA256.HashData(MintedInstance.Artifact)) },
                ["signature"] = Convert.ToBase64String(signature),
            },
        };
        BundleVerifierOptions unlogged = new() { AcceptUnloggedKeySignaturesUnsafe = true };
        return new BundleVerifier(TrustRoot.FromJson(MintedInstance.Bytes(root)), unlogged).Verify(
            MintedInstance.Bytes(bundle), SignedArtifact.FromContent(MintedInstance.Artifact), ExpectedSigner.Key(PublicKey.FromSubjectPublicKeyInfo(signer.Bytes)));
    }

    private async Task<byte[]> StampAsync(byte[] signature, string key, string hash, bool withCertificate)
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, "signature"), signature);
        await File.WriteAllTextAsync(Path.Combine(folder, "openssl.cnf"), Configuration.Replace("HASH", hash, StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(folder, "serial"), "01");
        foreach (string name in new[] { "authority", "signer" })
        {
            await RunAsync($"genpkey -algorithm {key} -out {name}.key");
        }

        await RunAsync($"req -x509 -new -key authority.key -subj /CN=openssl-authority -days 2 -{hash} -config openssl.cnf -extensions authority -out authority.pem");
        await RunAsync($"req -new -key signer.key -subj /CN=openssl-time -config openssl.cnf -out signer.csr");
        await RunAsync($"x509 -req -in signer.csr -CA authority.pem -CAkey authority.key -set_serial 5 -days 2 -{hash} -extfile openssl.cnf -extensions signer -out signer.pem");
        await RunAsync($"ts -query -data signature -{hash} {(withCertificate ? "-cert" : "")} -out query".Replace("  ", " ", StringComparison.Ordinal));
        await RunAsync("ts -reply -queryfile query -signer signer.pem -inkey signer.key -config openssl.cnf -section minted -out reply");
        return await File.ReadAllBytesAsync(Path.Combine(folder, "reply"));
    }

    private async Task<JsonObject> RootAsync()
    {
        JsonObject root = sigstore.TrustRootJson();
        JsonNode authority = root["timestampAuthorities"]![0]!;
        authority["certChain"]!["certificates"] = new JsonArray([.. await Task.WhenAll(new[] { "signer.pem", "authority.pem" }.Select(async name =>
        {
            string pem = await File.ReadAllTextAsync(Path.Combine(folder, name));
            PemFields block = PemEncoding.Find(pem);
            return (JsonNode)new JsonObject { ["rawBytes"] = pem[block.Base64Data].Replace("\n", "", StringComparison.Ordinal) };
        }))]);
        return root;
    }

    private Task RunAsync(string arguments) => RealProcess.RunAsync(RealParts.Program("openssl"), folder, null, arguments.Split(' '));
}
