using KubeSec.Findings;

namespace KubeSec.Manifests;

/// <summary>One document of a stream: the resources in it, and what was wrong with the text.</summary>
/// <param name="File">The file it came from.</param>
/// <param name="Resources">The objects, those of a List each on its own.</param>
/// <param name="Findings">What the reader has to say about it (KS0xxx).</param>
public sealed record ManifestDocument(string File, IReadOnlyList<Resource> Resources, IReadOnlyList<Finding> Findings)
{
    /// <summary>The comments that ask for findings not to count.</summary>
    public IReadOnlyList<IgnoreComment> Ignores { get; init; } = [];
}
