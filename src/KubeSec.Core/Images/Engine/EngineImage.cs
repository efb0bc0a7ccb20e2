namespace KubeSec.Images.Engine;

/// <summary>An image as a Docker engine holds it.</summary>
public sealed record EngineImage
{
    /// <summary>The engine's own id: the digest of the image's configuration, or of its index in engines with the containerd store.</summary>
    public required Digest Id { get; init; }

    /// <summary>
    /// Repository and digest under which registries know it; empty for an image that was built here and never pushed,
    /// which therefore no one can have signed.
    /// </summary>
    public required IReadOnlyList<ImageReference> RegistryDigests { get; init; }

    /// <summary>The names it has in the engine.</summary>
    public required IReadOnlyList<ImageReference> Tags { get; init; }

    /// <summary>Such as <c>linux</c>; empty where unknown.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>Such as <c>amd64</c>; empty where unknown.</summary>
    public required string Architecture { get; init; }

    /// <summary>The user its process runs as unless told otherwise; empty for root.</summary>
    public required string User { get; init; }

    /// <summary>The image's labels, sorted by name.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }
}
