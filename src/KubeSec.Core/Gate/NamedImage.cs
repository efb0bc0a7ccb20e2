using KubeSec.Findings;

namespace KubeSec.Gate;

/// <summary>An image that somebody names outside of manifests and Dockerfiles: on the command line, or as the base image of a project.</summary>
/// <param name="Reference">The image as written.</param>
public sealed record NamedImage(string Reference)
{
    /// <summary>Where it is named, for messages: a project file; the image itself unless stated.</summary>
    public SourceSpan Place { get; init; } = SourceSpan.StartOf(Reference);
}
