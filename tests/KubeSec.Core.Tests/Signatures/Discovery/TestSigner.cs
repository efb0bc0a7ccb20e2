using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KubeSec.Core.Tests.Images.Registries;
using KubeSec.Images;
using KubeSec.Images.Registries;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures.Discovery;

/// <summary>Signs images with a key of its own and puts the signature where cosign would, without a transparency log.</summary>
internal sealed class TestSigner
{
    public const string BundleType = "application/vnd.dev.sigstore.bundle.v0.3+json";

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The policy entry that believes this signer.</summary>
    public TrustedKey Trusted => new() { Key = PublicKey.FromPem(key.ExportSubjectPublicKeyInfoPem()), AcceptUnloggedUnsafe = true };

    /// <summary>A bundle as cosign 3 makes it: a DSSE envelope over a statement about the image.</summary>
    public byte[] Bundle(Digest image, string predicateType = "https://sigstore.dev/cosign/sign/v1", string? annotation = null, string predicate = "{}")
    {
        JsonObject subject = new() { ["digest"] = new JsonObject { [image.Algorithm] = image.Hex } };
        if (annotation is not null)
        {
            subject["annotations"] = new JsonObject { ["note"] = annotation };
        }

        JsonObject statement = new()
        {
            ["_type"] = "https://in-toto.io/Statement/v1",
            ["subject"] = new JsonArray(subject),
            ["predicateType"] = predicateType,
            ["predicate"] = JsonNode.Parse(predicate),
        };
        byte[] payload = Encoding.UTF8.GetBytes(statement.ToJsonString());
        byte[] signed = [.. Encoding.UTF8.GetBytes($"DSSEv1 28 application/vnd.in-toto+json {payload.Length} "), .. payload];
        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["mediaType"] = BundleType,
            ["verificationMaterial"] = new JsonObject { ["publicKey"] = new JsonObject { ["hint"] = "" } },
            ["dsseEnvelope"] = new JsonObject
            {
                ["payload"] = Convert.ToBase64String(payload),
                ["payloadType"] = "application/vnd.in-toto+json",
                ["signatures"] = new JsonArray(new JsonObject { ["sig"] = Convert.ToBase64String(Sign(signed)) }),
            },
        }.ToJsonString());
    }

    /// <summary>Puts a bundle beside an image as something that refers to it.</summary>
    public OciDescriptor AttachBundle(TestRegistry registry, string path, OciDescriptor image, byte[]? bundle = null)
    {
        OciDescriptor layer = registry.PutBlob(bundle ?? Bundle(image.Digest), BundleType);
        JsonObject manifest = registry.Manifest(MediaTypes.OciEmpty, layer);
        manifest["artifactType"] = BundleType;
        manifest["subject"] = TestRegistry.Json(image);
        return registry.PutManifest(path, null, manifest);
    }

    /// <summary>A layer of cosign's older form.</summary>
    public OciDescriptor SimpleSigningLayer(TestRegistry registry, Digest image, string type = "cosign container image signature")
    {
        JsonObject payload = new()
        {
            ["critical"] = new JsonObject
            {
                ["identity"] = new JsonObject { ["docker-reference"] = "" },
                ["image"] = new JsonObject { ["docker-manifest-digest"] = image.ToString() },
                ["type"] = type,
            },
            ["optional"] = null,
        };
        byte[] bytes = Encoding.UTF8.GetBytes(payload.ToJsonString());
        return registry.PutBlob(bytes, "application/vnd.dev.cosign.simplesigning.v1+json") with
        {
            Annotations = new Dictionary<string, string> { ["dev.cosignproject.cosign/signature"] = Convert.ToBase64String(Sign(bytes)) },
        };
    }

    /// <summary>The tag cosign's older form stands under.</summary>
    public static string Tag(Digest image, string suffix) => $"sha256-{image.Hex}{suffix}";

    private byte[] Sign(byte[] message) => key.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
}
