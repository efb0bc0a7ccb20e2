namespace KubeSec.Feedback.Decisions;

/// <summary>What somebody denied after an incident: it never decays, and whoever denied it can lift it.</summary>
public sealed record Denial
{
    /// <summary>The incident it rests on.</summary>
    public required string Incident { get; init; }

    /// <summary>Whether an image, a layer or a base image is denied.</summary>
    public required DenialKind Kind { get; init; }

    /// <summary>The image's digest, by any of its names, or the layer's.</summary>
    public required string Digest { get; init; }

    /// <summary>Who denied it.</summary>
    public required string Actor { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether this lifts an earlier denial of the same thing.</summary>
    public bool Lifted { get; init; }
}

/// <summary>What can be denied.</summary>
public enum DenialKind
{
    /// <summary>One image.</summary>
    Digest,

    /// <summary>A layer, in whatever image: its diff id or the digest of its blob.</summary>
    Layer,

    /// <summary>An image and everything built on it.</summary>
    Base,
}
