using KubeSec.Findings;

namespace KubeSec.Inventory;

/// <summary>What is known of one container, and what is not.</summary>
public sealed record InventoryEntry
{
    /// <summary>The resource that runs it.</summary>
    public required ResourceIdentity Resource { get; init; }

    /// <summary>Its name; empty where it has none.</summary>
    public required string Container { get; init; }

    /// <summary>Its image as written; empty where there is none.</summary>
    public required string Image { get; init; }

    /// <summary>Where the image is written.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>Whether the image is named by its digest, so that what was judged is what runs.</summary>
    public bool Pinned { get; init; }

    /// <summary>Whether anybody was found to vouch for the image.</summary>
    public SignatureStanding Signatures { get; init; }

    /// <summary>Who vouches for the image, as the signature policy proved it.</summary>
    public IReadOnlyList<string> Signers { get; init; } = [];

    /// <summary>Open incidents that concern it.</summary>
    public IReadOnlyList<string> Incidents { get; init; } = [];
}

/// <summary>What is known about the signatures of an image.</summary>
public enum SignatureStanding
{
    /// <summary>The policy asks for none, or nobody looked.</summary>
    NotAsked,

    /// <summary>The policy's demands are met.</summary>
    Verified,

    /// <summary>They are not.</summary>
    Refused,

    /// <summary>It could not be told.</summary>
    Unknown,
}
