using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KubeSec.Feedback.Attribution;

/// <summary>One entry of the inventory's log: exactly one of its members is set. Facts are only ever added, and any order of them gives the same state.</summary>
internal sealed record InventoryFact
{
    public PodFact? Pod { get; init; }

    public GoneFact? Gone { get; init; }

    public CoverageFact? Coverage { get; init; }

    public ArtifactFact? Artifact { get; init; }

    public AddressFact? Address { get; init; }

    /// <summary>The serialised fact, as the log keeps it.</summary>
    public string Body() => JsonSerializer.Serialize(this, InventoryJson.Default.InventoryFact);

    /// <summary>What makes recording a fact twice change nothing.</summary>
    public static string KeyOf(string body) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
}

/// <summary>A pod as a cluster described it. When that was is not part of it: <see cref="CoverageFact"/> says who was seen when.</summary>
internal sealed record PodFact
{
    /// <summary>The cluster's name; empty where nobody named it.</summary>
    public required string Cluster { get; init; }

    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public required string Uid { get; init; }

    public string? Node { get; init; }

    /// <summary>Nanoseconds since 1970-01-01 UTC, as all times of facts.</summary>
    public long? CreatedAt { get; init; }

    /// <summary>From the pod's controller up to the top one.</summary>
    public IReadOnlyList<OwnerFact> Owners { get; init => field = value ?? []; } = [];

    public IReadOnlyList<ContainerFact> Containers { get; init => field = value ?? []; } = [];

    /// <summary>Its own addresses; null where it has none yet, and where it uses its node's.</summary>
    public IReadOnlyList<string>? Addresses { get; init; }

    /// <summary>The addresses of its node; null before it has one.</summary>
    public IReadOnlyList<string>? NodeAddresses { get; init; }

    /// <summary>When its last container ended for good: its addresses are free from then on.</summary>
    public long? EndedAt { get; init; }
}

/// <summary>What has addresses and is no pod: a Service or a node.</summary>
internal sealed record AddressFact
{
    public required string Cluster { get; init; }

    public required ConnectionPeerKind Kind { get; init; }

    /// <summary>Empty for a node.</summary>
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public required string Uid { get; init; }

    public long? CreatedAt { get; init; }

    public IReadOnlyList<string> Addresses { get; init => field = value ?? []; } = [];
}

/// <summary>One controller of a chain.</summary>
internal sealed record OwnerFact(string Kind, string Name, string? Uid);

/// <summary>One run of one container of a pod; a restart is another.</summary>
internal sealed record ContainerFact
{
    public required string Name { get; init; }

    /// <summary>The runtime's id in full, without its scheme; null before the container was made.</summary>
    public string? Id { get; init; }

    /// <summary>The image as the pod's specification writes it.</summary>
    public string? Image { get; init; }

    /// <summary>The image as the runtime names what it runs.</summary>
    public string? ImageId { get; init; }

    public long? StartedAt { get; init; }

    public long? FinishedAt { get; init; }
}

/// <summary>A pod was deleted, as a watch saw it.</summary>
internal sealed record GoneFact(string Cluster, string Uid, long At);

/// <summary>
/// Which pods were there at a moment. With a scope, everything in it was listed at <see cref="From"/> and every change until
/// <see cref="To"/> was seen: a pod not named since is gone. Without one, absence means nothing.
/// </summary>
internal sealed record CoverageFact
{
    public required string Cluster { get; init; }

    /// <summary>A namespace; empty for all of them; null where the list may be partial.</summary>
    public string? Scope { get; init; }

    public required long From { get; init; }

    public required long To { get; init; }

    /// <summary>Uids of pods that were there at <see cref="To"/>, or changed since the last word.</summary>
    public IReadOnlyList<string> Seen { get; init => field = value ?? []; } = [];
}

/// <summary>Names of one image by content – index, platform manifest, configuration – and the layers it is made of.</summary>
internal sealed record ArtifactFact
{
    public IReadOnlyList<string> Digests { get; init => field = value ?? []; } = [];

    /// <summary>From the base upwards.</summary>
    public IReadOnlyList<LayerFact> Layers { get; init => field = value ?? []; } = [];
}

/// <summary>One layer.</summary>
/// <param name="DiffId">Digest of the uncompressed layer: what two images share.</param>
/// <param name="Digest">Digest of the layer as the registry keeps it.</param>
internal sealed record LayerFact(string DiffId, string? Digest);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(InventoryFact))]
[JsonSerializable(typeof(IReadOnlyList<OwnerFact>))]
internal sealed partial class InventoryJson : JsonSerializerContext;
