using KubeSec.Findings;

namespace KubeSec.Images.Dockerfiles;

/// <summary>An image that a Dockerfile builds on or copies from.</summary>
public sealed record DockerfileImage
{
    /// <summary>The reference as written, with its variables.</summary>
    public required string Written { get; init; }

    /// <summary>Where it stands.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>The image after variables are filled in; null where <see cref="Problem"/> says why there is none.</summary>
    public ImageReference? Reference { get; init; }

    /// <summary>Why the image is not known: a variable without a value, or a text that is no reference.</summary>
    public string? Problem { get; init; }

    /// <summary>What the instruction does with the image.</summary>
    public required DockerfileUse Use { get; init; }

    /// <summary>The name the stage is given with <c>AS</c>; null where it has none.</summary>
    public string? Stage { get; init; }

    /// <summary>The <c>--platform</c> as written; null where it is left to the build.</summary>
    public string? Platform { get; init; }
}

/// <summary>How a Dockerfile uses an image.</summary>
public enum DockerfileUse
{
    /// <summary><c>FROM</c>: a stage is built on it.</summary>
    Base,

    /// <summary><c>COPY --from</c> or <c>RUN --mount=from</c>: files are taken from it.</summary>
    Source,

    /// <summary>The <c>syntax</c> directive: it interprets the rest of the file.</summary>
    Frontend,
}

/// <summary>The images of one Dockerfile.</summary>
/// <param name="Images">In the order they stand in the file; stages of the file itself and <c>scratch</c> are no images.</param>
/// <param name="Errors">What could not be read, with its place; the rest of the file is read all the same.</param>
public sealed record DockerfileContent(IReadOnlyList<DockerfileImage> Images, IReadOnlyList<DockerfileError> Errors);

/// <summary>Something in a Dockerfile that could not be read.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Message">What is wrong; one sentence without a full stop.</param>
public sealed record DockerfileError(SourceSpan Span, string Message);
