using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>A TUF repository of our own, served from memory.</summary>
internal sealed class MintedRepository : HttpMessageHandler
{
    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _onlineKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public MintedRepository(byte[] trustedRoot)
    {
        TrustedRoot = trustedRoot;
        Publish();
    }

    public Dictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public byte[] TrustedRoot { get; set; }

    public string RootExpires { get; init; } = "2027-01-01T00:00:00Z";

    public byte[] InitialRoot => Root(1, _rootKey, _rootKey);

    /// <summary>Signs and serves everything anew.</summary>
    public void Publish(int version = 1, string expires = "2026-07-01T00:00:00Z")
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(TrustedRoot));
        Files[$"targets/{hash}.trusted_root.json"] = TrustedRoot;
        byte[] targets = Sign(
            new JsonObject
            {
                ["_type"] = "targets",
                ["version"] = version,
                ["expires"] = expires,
                ["targets"] = new JsonObject
                {
                    ["trusted_root.json"] = new JsonObject { ["length"] = TrustedRoot.Length, ["hashes"] = new JsonObject { ["sha256"] = hash } },
                },
            },
            _rootKey);
        Files[$"{version}.targets.json"] = targets;
        byte[] snapshot = Sign(Listing("snapshot", version, expires, "targets.json", targets), _onlineKey);
        Files[$"{version}.snapshot.json"] = snapshot;
        Files["timestamp.json"] = Sign(Listing("timestamp", version, expires, "snapshot.json", snapshot), _onlineKey);
    }

    /// <summary>Serves a second root by a new key, signed by the old one or by a stranger.</summary>
    public void RotateRoot(bool signedByOld)
    {
        using ECDsa stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Files["2.root.json"] = Root(2, _rootKey, signedByOld ? _rootKey : stranger);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(Files.TryGetValue(request.RequestUri!.AbsolutePath.TrimStart('/'), out byte[]? file)
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(file) }
            : new HttpResponseMessage(HttpStatusCode.NotFound));

    private byte[] Root(int version, ECDsa named, ECDsa signer)
    {
        JsonObject Role(ECDsa key) => new() { ["keyids"] = new JsonArray(IdOf(key)), ["threshold"] = 1 };
        return Sign(
            new JsonObject
            {
                ["_type"] = "root",
                ["version"] = version,
                ["expires"] = RootExpires,
                ["consistent_snapshot"] = true,
                ["keys"] = new JsonObject { [IdOf(named)] = Key(named), [IdOf(_onlineKey)] = Key(_onlineKey) },
                ["roles"] = new JsonObject
                {
                    ["root"] = Role(named),
                    ["targets"] = Role(_rootKey),
                    ["snapshot"] = Role(_onlineKey),
                    ["timestamp"] = Role(_onlineKey),
                },
            },
            signer);
    }

    private static JsonObject Listing(string type, int version, string expires, string file, byte[] content) => new()
    {
        ["_type"] = type,
        ["version"] = version,
        ["expires"] = expires,
        ["meta"] = new JsonObject
        {
            [file] = new JsonObject
            {
                ["version"] = version,
                ["length"] = content.Length,
                ["hashes"] = new JsonObject { ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content)) },
            },
        },
    };

    private static byte[] Sign(JsonObject signed, ECDsa key)
    {
        using JsonDocument document = JsonDocument.Parse(signed.ToJsonString());
        byte[] signature = key.SignData(CanonicalJson.Encode(document.RootElement), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return MintedInstance.Bytes(new JsonObject
        {
            ["signed"] = signed,
            ["signatures"] = new JsonArray(new JsonObject { ["keyid"] = IdOf(key), ["sig"] = Convert.ToHexStringLower(signature) }),
        });
    }

    private static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    private static JsonObject Key(ECDsa key) => new()
    {
        ["keytype"] = "ecdsa",
        ["scheme"] = "ecdsa-sha2-nistp256",
        ["keyval"] = new JsonObject { ["public"] = key.ExportSubjectPublicKeyInfoPem() },
    };
}
