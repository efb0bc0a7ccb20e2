using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>What a log would write about a bundle, in each of the forms that Rekor has had.</summary>
internal static class MintedEntries
{
    public static JsonObject Body(JsonObject bundle, string kind, string version) => (kind, version) switch
    {
        ("hashedrekord", "0.0.1") => Entry(kind, version, new JsonObject
        {
            ["data"] = new JsonObject { ["hash"] = Hex(SHA256.HashData(Signed(bundle))) },
            ["signature"] = new JsonObject { ["content"] = Text(Signature(bundle)), ["publicKey"] = new JsonObject { ["content"] = Text(Pem(bundle)) } },
        }),
        ("hashedrekord", "0.0.2") => Entry(kind, version, new JsonObject
        {
            ["hashedRekordV002"] = new JsonObject
            {
                ["data"] = Hash(Signed(bundle)),
                ["signature"] = new JsonObject { ["content"] = Text(Signature(bundle)), ["verifier"] = Verifier(bundle) },
            },
        }),
        ("dsse", "0.0.1") => Entry(kind, version, new JsonObject
        {
            ["envelopeHash"] = Hex(SHA256.HashData("any"u8)),
            ["payloadHash"] = Hex(SHA256.HashData(Payload(bundle))),
            ["signatures"] = new JsonArray(new JsonObject { ["signature"] = Text(Signature(bundle)), ["verifier"] = Text(Pem(bundle)) }),
        }),
        ("dsse", "0.0.2") => Entry(kind, version, new JsonObject
        {
            ["dsseV002"] = new JsonObject
            {
                ["payloadHash"] = Hash(Payload(bundle)),
                ["signatures"] = new JsonArray(new JsonObject { ["content"] = Text(Signature(bundle)), ["verifier"] = Verifier(bundle) }),
            },
        }),
        ("intoto", "0.0.2") => Entry(kind, version, new JsonObject
        {
            ["content"] = new JsonObject
            {
                ["envelope"] = new JsonObject
                {
                    ["payloadType"] = DsseEnvelope.InTotoPayloadType,
                    ["signatures"] = new JsonArray(new JsonObject
                    {
                        ["sig"] = Text(Encoding.ASCII.GetBytes(Text(Signature(bundle)))),
                        ["publicKey"] = Text(Pem(bundle)),
                    }),
                },
                ["hash"] = Hex(SHA256.HashData("any"u8)),
                ["payloadHash"] = Hex(SHA256.HashData(Payload(bundle))),
            },
        }),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static JsonObject Entry(string kind, string version, JsonObject spec) => new() { ["apiVersion"] = version, ["kind"] = kind, ["spec"] = spec };

    private static byte[] Signature(JsonObject bundle) =>
        Convert.FromBase64String((string)(bundle["messageSignature"]?["signature"] ?? bundle["dsseEnvelope"]!["signatures"]![0]!["sig"])!);

    private static byte[] Payload(JsonObject bundle) => Convert.FromBase64String((string)bundle["dsseEnvelope"]!["payload"]!);

    private static byte[] Signed(JsonObject bundle) =>
        bundle.ContainsKey("dsseEnvelope") ? new DsseEnvelope(DsseEnvelope.InTotoPayloadType, Payload(bundle), []).SignedBytes() : MintedInstance.Artifact;

    private static byte[] Certificate(JsonObject bundle) => Convert.FromBase64String((string)bundle["verificationMaterial"]!["certificate"]!["rawBytes"]!);

    private static byte[] Pem(JsonObject bundle) => Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", Certificate(bundle)));

    private static JsonObject Hex(byte[] digest) => new() { ["algorithm"] = "sha256", ["value"] = Convert.ToHexStringLower(digest) };

    private static JsonObject Hash(byte[] content) => new() { ["algorithm"] = "SHA2_256", ["digest"] = Text(SHA256.HashData(content)) };

    private static JsonObject Verifier(JsonObject bundle) => new()
    {
        ["keyDetails"] = "PKIX_ECDSA_P256_SHA_256",
        ["x509Certificate"] = new JsonObject { ["rawBytes"] = Text(Certificate(bundle)) },
    };

    private static string Text(byte[] bytes) => Convert.ToBase64String(bytes);
}
