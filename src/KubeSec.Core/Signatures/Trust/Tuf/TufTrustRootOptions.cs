namespace KubeSec.Signatures;

/// <summary>Where a trust root is refreshed from, and what is known of it already.</summary>
public sealed record TufTrustRootOptions
{
    /// <summary>The repository's address, such as <c>https://tuf-repo-cdn.sigstore.dev</c>.</summary>
    public required Uri Repository { get; init; }

    /// <summary>A <c>root.json</c> obtained in a way that is trusted; all later ones follow from it.</summary>
    public required ReadOnlyMemory<byte> InitialRoot { get; init; }

    /// <summary>A folder that keeps what was seen, so that nothing older is accepted later; created when absent.</summary>
    public required string Folder { get; init; }

    /// <summary>The target to fetch. Default <c>trusted_root.json</c>.</summary>
    public string Target { get; init; } = "trusted_root.json";

    /// <summary>How long one request may take. Default 20 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);
}
