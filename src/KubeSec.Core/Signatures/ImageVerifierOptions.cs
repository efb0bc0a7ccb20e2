using KubeSec.Images.Registries;

namespace KubeSec.Signatures;

/// <summary>What an <see cref="ImageVerifier"/> is to demand and how it reaches what it needs.</summary>
public sealed record ImageVerifierOptions
{
    /// <summary>Who must have signed which images; at least one.</summary>
    public required IReadOnlyList<SignaturePolicy> Policies { get; init; }

    /// <summary>How registries are reached; its <see cref="RegistryOptions.Offline"/> keeps every socket shut.</summary>
    public RegistryOptions Registries { get; init; } = new();

    /// <summary>Whom to believe about certificates, logs and times; null for the public-good root that ships inside.</summary>
    public TrustRoot? TrustRoot { get; init; }

    /// <summary>Lets images pass that no policy is about. Default false: an image of which nothing is demanded fails.</summary>
    public bool AllowImagesWithoutPolicy { get; init; }

    /// <summary>How many images are judged at the same time; 8 unless said otherwise.</summary>
    public int MaxParallelImages { get; init; } = 8;

    /// <summary>The Docker engine asked for images named <c>docker-daemon:…</c>; null for the environment's.</summary>
    public Uri? DockerEngine { get; init; }
}
