using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeSec.Core.Tests.Images.Registries;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>A TUF repository of our own, served from memory.</summary>
internal sealed class MintedRepository : HttpMessageHandler
{
    private byte[]? initialRoot;

    public MintedRepository(byte[] trustedRoot)
    {
        TrustedRoot = trustedRoot;
        MintedTufKey offline = MintedTufKey.Ecdsa();
        MintedTufKey online = MintedTufKey.Ecdsa();
        Root = new MintedTufRole(offline) { Expires = "2027-01-01T00:00:00Z" };
        Targets = new MintedTufRole(offline);
        Snapshot = new MintedTufRole(online);
        Timestamp = new MintedTufRole(online);
        Publish();
    }

    public Dictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public byte[] TrustedRoot { get; set; }

    public MintedTufRole Root { get; }

    public MintedTufRole Targets { get; }

    public MintedTufRole Snapshot { get; }

    public MintedTufRole Timestamp { get; }

    /// <summary>Changes what is about to be signed, by the kind of metadata.</summary>
    public Action<string, JsonObject> Change { get; set; } = (_, _) => { };

    /// <summary>Whether names carry versions and hashes.</summary>
    public bool IsConsistent { get; set; } = true;

    public string RootExpires
    {
        init => Root.Expires = value;
    }

    /// <summary>The root as it stands when this is first asked for; what is published later must follow from it.</summary>
    public byte[] InitialRoot => initialRoot ??= RootBy(Root.Keys);

    /// <summary>A server on loopback that has the files as they stand at each request, for clients that are processes of their own.</summary>
    public async Task<TestRegistry> ServeAsync()
    {
        TestRegistry server = await TestRegistry.StartAsync();
        server.Misbehave = async context =>
        {
            bool known = Files.TryGetValue(context.Request.Path.Value!.TrimStart('/'), out byte[]? file);
            context.Response.StatusCode = known ? 200 : 404;
            await context.Response.Body.WriteAsync(file ?? []);
            return true;
        };
        return server;
    }

    /// <summary>Signs and serves everything but the root anew.</summary>
    public void Publish(int version, string expires = "2026-07-01T00:00:00Z")
    {
        foreach (MintedTufRole role in new[] { Targets, Snapshot, Timestamp })
        {
            (role.Version, role.Expires) = (version, expires);
        }

        Publish();
    }

    /// <summary>Signs and serves everything but the root anew, each role as it stands.</summary>
    public void Publish()
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(TrustedRoot));
        Files[IsConsistent ? $"targets/{hash}.trusted_root.json" : "targets/trusted_root.json"] = TrustedRoot;
        byte[] targets = Sign("targets", Targets, Targets.Keys, new JsonObject
        {
            ["targets"] = new JsonObject
            {
                ["trusted_root.json"] = new JsonObject { ["length"] = TrustedRoot.Length, ["hashes"] = new JsonObject { ["sha256"] = hash } },
            },
        });
        Files[Named("targets", Targets)] = targets;
        byte[] snapshot = Sign("snapshot", Snapshot, Snapshot.Keys, Listing("targets.json", Targets, targets));
        Files[Named("snapshot", Snapshot)] = snapshot;
        Files["timestamp.json"] = Sign("timestamp", Timestamp, Timestamp.Keys, Listing("snapshot.json", Snapshot, snapshot));
    }

    /// <summary>Serves the next root, signed by the keys it names and by others, which are those of the root before unless given.</summary>
    public void PublishRoot(IReadOnlyList<MintedTufKey> keys, params MintedTufKey[] alsoBy)
    {
        _ = InitialRoot;
        MintedTufKey[] before = [.. Root.Keys];
        Root.Version++;
        Root.Keys = [.. keys];
        Files[$"{Root.Version}.root.json"] = RootBy([.. keys, .. alsoBy.Length > 0 ? alsoBy : before]);
    }

    /// <summary>Serves a second root, signed by the old one or by a stranger.</summary>
    public void RotateRoot(bool signedByOld)
    {
        _ = InitialRoot;
        Root.Version = 2;
        MintedTufKey stranger = MintedTufKey.Ecdsa();
        Files["2.root.json"] = RootBy(signedByOld ? Root.Keys : [stranger with { Id = Root.Keys[0].Id }]);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(Files.TryGetValue(request.RequestUri!.AbsolutePath.TrimStart('/'), out byte[]? file)
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(file) }
            : new HttpResponseMessage(HttpStatusCode.NotFound));

    private string Named(string name, MintedTufRole role) => IsConsistent ? $"{role.Version}.{name}.json" : $"{name}.json";

    private byte[] RootBy(IReadOnlyList<MintedTufKey> signers)
    {
        (string Name, MintedTufRole Role)[] roles = [("root", Root), ("targets", Targets), ("snapshot", Snapshot), ("timestamp", Timestamp)];
        return Sign("root", Root, signers, new JsonObject
        {
            ["consistent_snapshot"] = IsConsistent,
            ["keys"] = new JsonObject(roles.SelectMany(entry => entry.Role.Keys).DistinctBy(key => key.Id).Select(key => KeyValuePair.Create(key.Id, (JsonNode?)key.Json))),
            ["roles"] = new JsonObject(roles.Select(entry => KeyValuePair.Create(entry.Name, (JsonNode?)new JsonObject
            {
                ["keyids"] = new JsonArray([.. entry.Role.Keys.Select(key => (JsonNode)key.Id)]),
                ["threshold"] = entry.Role.Threshold,
            }))),
        });
    }

    private static JsonObject Listing(string file, MintedTufRole role, byte[] content) => new()
    {
        ["meta"] = new JsonObject
        {
            [file] = new JsonObject
            {
                ["version"] = role.Version,
                ["length"] = content.Length,
                ["hashes"] = new JsonObject { ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content)) },
            },
        },
    };

    private byte[] Sign(string type, MintedTufRole role, IReadOnlyList<MintedTufKey> keys, JsonObject signed)
    {
        signed["_type"] = type;
        signed["spec_version"] = "1.0.31";
        signed["version"] = role.Version;
        signed["expires"] = role.Expires;
        Change(type, signed);
        using JsonDocument document = JsonDocument.Parse(signed.ToJsonString());
        byte[] message = CanonicalJson.Encode(document.RootElement);
        return MintedInstance.Bytes(new JsonObject
        {
            ["signed"] = signed,
            ["signatures"] = new JsonArray([.. keys.Select(key => new JsonObject { ["keyid"] = key.Id, ["sig"] = Convert.ToHexStringLower(key.Sign(message)) })]),
        });
    }
}

/// <summary>Who signs one kind of metadata of a minted repository, and how it stands.</summary>
internal sealed class MintedTufRole(params MintedTufKey[] keys)
{
    public IReadOnlyList<MintedTufKey> Keys { get; set; } = keys;

    public int Threshold { get; set; } = 1;

    public int Version { get; set; } = 1;

    public string Expires { get; set; } = "2026-07-01T00:00:00Z";
}
