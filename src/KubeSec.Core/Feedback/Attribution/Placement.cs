using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using KubeSec.Images;

namespace KubeSec.Feedback.Attribution;

/// <summary>
/// One run of one container in one pod, and the time it may have run: what the facts about it add up to. <see cref="Merge"/>
/// is commutative, associative and idempotent, so that facts may come in any order and more than once.
/// </summary>
internal sealed record Placement
{
    /// <summary>Runtimes' short ids and sensors' cut ones have at least so many hexadecimal digits.</summary>
    public const int ShortIdLength = 12;

    private const int FullIdLength = 64;

    // Kubelets report whole seconds: what ended at 10:00:00 may have run until the next one.
    private const long Second = 1_000_000_000;

    public required string Cluster { get; init; }

    public required string Namespace { get; init; }

    public required string Pod { get; init; }

    public required string PodUid { get; init; }

    public required string Container { get; init; }

    /// <summary>The runtime's id; empty before the container was made.</summary>
    public string ContainerId { get; init; } = "";

    public string? Image { get; init; }

    public string? ImageId { get; init; }

    public IReadOnlyList<OwnerFact> Owners { get; init; } = [];

    public string? Node { get; init; }

    /// <summary>When the pod was made.</summary>
    public long? CreatedAt { get; init; }

    /// <summary>When the container started, as the kubelet says.</summary>
    public long? StartedAt { get; init; }

    /// <summary>The last moment it can have run, as the kubelet says.</summary>
    public long? ValidTo { get; init; }

    public long? ValidFrom => StartedAt ?? CreatedAt;

    /// <summary>The last moment the pod was surely there: joined in when read.</summary>
    public long? KnownUntil { get; init; }

    /// <summary>The first moment the pod was surely gone: joined in when read.</summary>
    public long? GoneBy { get; init; }

    /// <summary>Names the row; the same for the same run everywhere.</summary>
    public string Id => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', Cluster, PodUid, Container, ContainerId))).AsSpan(0, 18));

    /// <summary>The digest the runtime runs, or the one the specification pins before it has run.</summary>
    public string? Digest => RuntimeImage.DigestOf(ImageId) ?? RuntimeImage.DigestOf(Image);

    /// <summary>Registry and repository.</summary>
    public string? Repository => RuntimeImage.ReferenceOf(Image)?.Repository ?? RuntimeImage.ReferenceOf(ImageId)?.Repository;

    public string? Tag => RuntimeImage.ReferenceOf(Image)?.EffectiveTag;

    /// <summary>Kind of the top controller; a pod without one stands for itself.</summary>
    public string WorkloadKind => Owners.Count > 0 ? Owners[^1].Kind : "Pod";

    public string Workload => Owners.Count > 0 ? Owners[^1].Name : Pod;

    public bool HasFullId => ContainerId.Length >= FullIdLength;

    public static IEnumerable<Placement> Of(PodFact pod) => pod.Containers.Select(container => new Placement
    {
        Cluster = pod.Cluster,
        Namespace = pod.Namespace,
        Pod = pod.Name,
        PodUid = pod.Uid,
        Container = container.Name,
        ContainerId = container.Id ?? "",
        Image = container.Image,
        ImageId = container.ImageId,
        Owners = pod.Owners,
        Node = pod.Node,
        CreatedAt = pod.CreatedAt,
        StartedAt = container.StartedAt,
        ValidTo = container.FinishedAt is { } finished ? finished + Second - 1 : null,
    });

    /// <summary>What two descriptions of the same run say together.</summary>
    public Placement Merge(Placement other) => this with
    {
        Image = First(Image, other.Image),
        ImageId = First(ImageId, other.ImageId),
        Owners = Longer(Owners, other.Owners),
        Node = First(Node, other.Node),
        CreatedAt = Least(CreatedAt, other.CreatedAt),
        StartedAt = Least(StartedAt, other.StartedAt),
        ValidTo = Least(ValidTo, other.ValidTo),
    };

    /// <summary>Whether the container may have run at a moment, by all that is known.</summary>
    public bool MayRunAt(long at) => !(at < ValidFrom) && !(at > ValidTo) && !(at >= GoneBy);

    /// <summary>Whether the pod was surely there at a moment.</summary>
    public bool RanAt(long at) => MayRunAt(at) && (at <= KnownUntil || at <= ValidTo);

    private static string? First(string? left, string? right) =>
        string.IsNullOrEmpty(left) ? right : string.IsNullOrEmpty(right) ? left : string.CompareOrdinal(left, right) <= 0 ? left : right;

    private static long? Least(long? left, long? right) => left is null ? right : right < left ? right : left;

    // The longer chain knows more; of two as long, one is chosen the same way everywhere.
    private static IReadOnlyList<OwnerFact> Longer(IReadOnlyList<OwnerFact> left, IReadOnlyList<OwnerFact> right) =>
        left.Count != right.Count ? (left.Count > right.Count ? left : right)
        : string.CompareOrdinal(string.Join('\u001f', left), string.Join('\u001f', right)) <= 0 ? left : right;
}

/// <summary>Reads images as kubelets report them.</summary>
internal static class RuntimeImage
{
    /// <summary>The digest in <c>repository@sha256:…</c>, <c>docker-pullable://…</c> or a bare <c>sha256:…</c>; null where there is none.</summary>
    public static string? DigestOf(string? image)
    {
        string? text = WithoutScheme(image);
        return text is not null && KubeSec.Images.Digest.TryParse(text[(text.LastIndexOf('@') + 1)..], out Digest? digest, out _) ? digest.ToString() : null;
    }

    public static ImageReference? ReferenceOf(string? image) =>
        WithoutScheme(image) is { } text && !text.StartsWith("sha256:", StringComparison.Ordinal) && ImageReference.TryParse(text, out ImageReference? reference, out _) ? reference : null;

    private static string? WithoutScheme(string? image) =>
        string.IsNullOrEmpty(image) ? null : image[(image.LastIndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0)..];
}
