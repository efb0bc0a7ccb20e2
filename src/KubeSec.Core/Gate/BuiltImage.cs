using KubeSec.Findings;
using KubeSec.Images;

namespace KubeSec.Gate;

/// <summary>An image that the build has just made: its name may be pushed where the registry policy allows, and its configuration is judged.</summary>
/// <param name="Reference">The name it is given: <c>ghcr.io/acme/shop:1.4.0</c>.</param>
/// <param name="Configuration">Its configuration, as the JSON of the OCI image specification (config.md).</param>
public sealed record BuiltImage(string Reference, string Configuration)
{
    /// <summary>The digest of its manifest; null where the build did not tell.</summary>
    public Digest? Digest { get; init; }

    /// <summary>Where it is made, for messages: a project file; the image itself unless stated.</summary>
    public SourceSpan Place { get; init; } = SourceSpan.StartOf(Reference);
}
