using KubeSec.Findings;
using KubeSec.Images;

namespace KubeSec.Gate;

/// <summary>An image that the build has just made: its names may lead only where the registry policy allows, and its configuration is judged.</summary>
/// <param name="References">The names it is given, at least one: <c>ghcr.io/acme/shop:1.4.0</c>.</param>
/// <param name="Configuration">Its configuration, as the JSON of the OCI image specification (config.md).</param>
public sealed record BuiltImage(IReadOnlyList<string> References, string Configuration)
{
    /// <summary>The digest of its manifest; null where the build did not tell.</summary>
    public Digest? Digest { get; init; }

    /// <summary>Whether it stays on this machine; its names then lead nowhere and break no registry policy.</summary>
    public bool StaysLocal { get; init; }

    /// <summary>Where it is made, for messages: a project file; the image itself unless stated.</summary>
    public SourceSpan? Place { get; init; }
}
