namespace KubeSec.Manifests;

/// <summary>Caps on what a manifest may ask of the reader; each exceeded cap is a finding with its place.</summary>
public sealed record ManifestReaderOptions
{
    /// <summary>Longest document, in UTF-16 code units; a List exported from a large cluster is tens of millions.</summary>
    public int MaxDocumentLength { get; init; } = 64 * 1024 * 1024;

    /// <summary>Most documents in one stream.</summary>
    public int MaxDocuments { get; init; } = 200_000;

    /// <summary>Deepest nesting of mappings and sequences; the schemas of large custom resources stay below 100.</summary>
    public int MaxDepth { get; init; } = 256;

    /// <summary>Most nodes of one document once its aliases are followed.</summary>
    public int MaxNodes { get; init; } = 10_000_000;
}
