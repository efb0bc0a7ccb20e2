using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KubeSec.Signatures;
using Microsoft.Extensions.Time.Testing;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>A whole Sigstore instance of our own: authority, both logs and time stamps, with keys that only this test has.</summary>
internal sealed class MintedInstance
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly byte[] Artifact = Encoding.UTF8.GetBytes("an artifact of ours");

    public MintedAuthority Authority { get; } = new();

    public MintedTimestamps Timestamps { get; } = new();

    public ECDsa RekorKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public FakeTimeProvider Clock { get; } = new(Now.AddHours(1));

    /// <summary>The trust root's JSON, to be changed at will before it is parsed.</summary>
    public JsonObject TrustRootJson() => new()
    {
        ["mediaType"] = "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
        ["tlogs"] = new JsonArray(Log("https://rekor.minted.example", RekorKey)),
        ["certificateAuthorities"] = new JsonArray(Authorities([Authority.RootDer])),
        ["ctlogs"] = new JsonArray(Log("https://ct.minted.example", Authority.LogKey)),
        ["timestampAuthorities"] = new JsonArray(Authorities([Timestamps.LeafDer, Timestamps.RootDer])),
    };

    public TrustRoot TrustRoot() => KubeSec.Signatures.TrustRoot.FromJson(Bytes(TrustRootJson()));

    public BundleVerifier Verifier(JsonObject? root = null, BundleVerifierOptions? options = null) =>
        new(root is null ? TrustRoot() : KubeSec.Signatures.TrustRoot.FromJson(Bytes(root)), options, Clock);

    public static ExpectedSigner Signer => ExpectedSigner.Keyless(MintedAuthority.Issuer, MintedAuthority.Identity);

    public BundleVerificationResult Verify(JsonObject bundle, JsonObject? root = null) => Verify(Verifier(root), bundle);

    public static BundleVerificationResult Verify(BundleVerifier verifier, JsonObject bundle) =>
        verifier.Verify(Bytes(bundle), SignedArtifact.FromContent(Artifact), Signer);

    /// <summary>The bundle with another entry, which the log has truly taken in.</summary>
    public JsonObject Relogged(JsonObject bundle, byte[] body, string kind, string version)
    {
        var changed = (JsonObject)bundle.DeepClone();
        changed["verificationMaterial"]!["tlogEntries"] = new JsonArray(Entry(body, kind, version));
        return changed;
    }

    /// <summary>A valid bundle of v0.3 over <see cref="Artifact"/>, with promise, proof, checkpoint and time stamp.</summary>
    public JsonObject Bundle() => Bundle(Authority.Issue());

    /// <summary>The same by the holder of a given certificate.</summary>
    public JsonObject Bundle((byte[] Certificate, ECDsa Key) holder) =>
        Bundle(holder.Certificate, message => holder.Key.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    /// <summary>The same by whoever signs in the name of a certificate.</summary>
    public JsonObject Bundle(byte[] certificate, Func<byte[], byte[]> sign)
    {
        byte[] signature = sign(Artifact);
        return new JsonObject
        {
            ["mediaType"] = "application/vnd.dev.sigstore.bundle.v0.3+json",
            ["verificationMaterial"] = Material(certificate, signature, SHA256.HashData(Artifact)),
            ["messageSignature"] = new JsonObject
            {
                ["messageDigest"] = new JsonObject { ["algorithm"] = "SHA2_256", ["digest"] = Convert.ToBase64String(SHA256.HashData(Artifact)) },
                ["signature"] = Convert.ToBase64String(signature),
            },
        };
    }

    /// <summary>A valid bundle of v0.3 around a statement.</summary>
    public JsonObject StatementBundle(string statement, params (int Claim, string Value)[] claims)
    {
        (byte[] certificate, ECDsa key) = Authority.Issue(null, true, claims);
        byte[] payload = Encoding.UTF8.GetBytes(statement);
        byte[] signed = new DsseEnvelope(DsseEnvelope.InTotoPayloadType, payload, []).SignedBytes();
        byte[] signature = key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new JsonObject
        {
            ["mediaType"] = "application/vnd.dev.sigstore.bundle.v0.3+json",
            ["verificationMaterial"] = Material(certificate, signature, SHA256.HashData(signed)),
            ["dsseEnvelope"] = new JsonObject
            {
                ["payload"] = Convert.ToBase64String(payload),
                ["payloadType"] = DsseEnvelope.InTotoPayloadType,
                ["signatures"] = new JsonArray(new JsonObject { ["sig"] = Convert.ToBase64String(signature) }),
            },
        };
    }

    /// <summary>A log entry as cosign's annotation holds it.</summary>
    public string LogAnnotation(byte[] signature, byte[] digest, string signerPem)
    {
        byte[] body = HashedRekord(signature, digest, signerPem);
        return new JsonObject
        {
            ["SignedEntryTimestamp"] = Convert.ToBase64String(Promise(body)),
            ["Payload"] = new JsonObject
            {
                ["body"] = Convert.ToBase64String(body),
                ["integratedTime"] = Now.ToUnixTimeSeconds(),
                ["logIndex"] = 0,
                ["logID"] = Convert.ToHexStringLower(RekorId()),
            },
        }.ToJsonString();
    }

    public static byte[] Bytes(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    private JsonObject Material(byte[] certificate, byte[] signature, byte[] digest) => new()
    {
        ["certificate"] = new JsonObject { ["rawBytes"] = Convert.ToBase64String(certificate) },
        ["tlogEntries"] = new JsonArray(Entry(HashedRekord(signature, digest, PemEncoding.WriteString("CERTIFICATE", certificate)))),
        ["timestampVerificationData"] = new JsonObject
        {
            ["rfc3161Timestamps"] = new JsonArray(new JsonObject { ["signedTimestamp"] = Convert.ToBase64String(Timestamps.Stamp(signature, Now)) }),
        },
    };

    private JsonObject Entry(byte[] body, string kind = "hashedrekord", string version = "0.0.1")
    {
        byte[] root = SHA256.HashData([0, .. body]);
        string note = $"rekor.minted.example - 1\n1\n{Convert.ToBase64String(root)}\n";
        byte[] signature = RekorKey.SignData(Encoding.UTF8.GetBytes(note), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new JsonObject
        {
            ["logIndex"] = "0",
            ["logId"] = new JsonObject { ["keyId"] = Convert.ToBase64String(RekorId()) },
            ["kindVersion"] = new JsonObject { ["kind"] = kind, ["version"] = version },
            ["integratedTime"] = Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["inclusionPromise"] = new JsonObject { ["signedEntryTimestamp"] = Convert.ToBase64String(Promise(body)) },
            ["inclusionProof"] = new JsonObject
            {
                ["logIndex"] = "0",
                ["treeSize"] = "1",
                ["rootHash"] = Convert.ToBase64String(root),
                ["hashes"] = new JsonArray(),
                ["checkpoint"] = new JsonObject
                {
                    ["envelope"] = $"{note}\n— rekor.minted.example {Convert.ToBase64String([.. RekorId()[..4], .. signature])}\n",
                },
            },
            ["canonicalizedBody"] = Convert.ToBase64String(body),
        };
    }

    private byte[] Promise(byte[] body) => RekorKey.SignData(
        Encoding.UTF8.GetBytes(
            $$"""{"body":"{{Convert.ToBase64String(body)}}","integratedTime":{{Now.ToUnixTimeSeconds()}},"logID":"{{Convert.ToHexStringLower(RekorId())}}","logIndex":0}"""),
        HashAlgorithmName.SHA256,
        DSASignatureFormat.Rfc3279DerSequence);

    private static byte[] HashedRekord(byte[] signature, byte[] digest, string signerPem) => Bytes(new JsonObject
    {
        ["apiVersion"] = "0.0.1",
        ["kind"] = "hashedrekord",
        ["spec"] = new JsonObject
        {
            ["data"] = new JsonObject { ["hash"] = new JsonObject { ["algorithm"] = "sha256", ["value"] = Convert.ToHexStringLower(digest) } },
            ["signature"] = new JsonObject
            {
                ["content"] = Convert.ToBase64String(signature),
                ["publicKey"] = new JsonObject { ["content"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(signerPem)) },
            },
        },
    });

    private byte[] RekorId() => SHA256.HashData(RekorKey.ExportSubjectPublicKeyInfo());

    private static JsonObject Log(string url, ECDsa key) => new()
    {
        ["baseUrl"] = url,
        ["hashAlgorithm"] = "SHA2_256",
        ["publicKey"] = new JsonObject
        {
            ["rawBytes"] = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()),
            ["keyDetails"] = "PKIX_ECDSA_P256_SHA_256",
            ["validFor"] = Period(),
        },
        ["logId"] = new JsonObject { ["keyId"] = Convert.ToBase64String(SHA256.HashData(key.ExportSubjectPublicKeyInfo())) },
    };

    private static JsonObject Authorities(byte[][] chain) => new()
    {
        ["uri"] = "https://minted.example",
        ["certChain"] = new JsonObject
        {
            ["certificates"] = new JsonArray([.. chain.Select(der => new JsonObject { ["rawBytes"] = Convert.ToBase64String(der) })]),
        },
        ["validFor"] = Period(),
    };

    private static JsonObject Period() => new() { ["start"] = "2026-01-01T00:00:00Z" };
}
