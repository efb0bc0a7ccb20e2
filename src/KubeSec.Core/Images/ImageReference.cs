using System.Diagnostics.CodeAnalysis;

namespace KubeSec.Images;

/// <summary>
/// An image as manifests and commands name it, read by the grammar of the distribution project
/// (github.com/distribution/reference, reference.go) with Docker Hub's implied parts filled in (normalize.go):
/// <c>nginx</c> is <c>docker.io/library/nginx</c>.
/// </summary>
public sealed record ImageReference
{
    internal const string DockerHub = "docker.io";
    internal const string OfficialPrefix = "library/";

    internal ImageReference(string domain, string path, string? tag, Digest? digest)
    {
        Domain = domain;
        Path = path;
        Tag = tag;
        Digest = digest;
    }

    /// <summary>Registry host with its port, if one is written: <c>docker.io</c>, <c>ghcr.io</c>, <c>localhost:5000</c>.</summary>
    public string Domain { get; }

    /// <summary>The repository within the registry: <c>library/nginx</c>, <c>acme/shop/api</c>.</summary>
    public string Path { get; }

    /// <summary>The tag as written; null where none is.</summary>
    public string? Tag { get; }

    /// <summary>The digest as written; null where none is. Where both are written, engines pull by the digest and ignore the tag.</summary>
    public Digest? Digest { get; }

    /// <summary>Registry and repository: <c>docker.io/library/nginx</c>.</summary>
    public string Repository => $"{Domain}/{Path}";

    /// <summary>The tag an engine would pull: the written one, <c>latest</c> where neither tag nor digest is written, else null.</summary>
    public string? EffectiveTag => Tag ?? (Digest is null ? "latest" : null);

    /// <summary>The short form people write: <c>nginx:1.29</c> for <c>docker.io/library/nginx:1.29</c>.</summary>
    public string Familiar => FamiliarRepository + Suffix;

    private string FamiliarRepository
    {
        get
        {
            if (Domain != DockerHub)
            {
                return Repository;
            }

            // Only a single name below library/ is implied: docker.io/library/a/b stays library/a/b.
            bool official = Path.StartsWith(OfficialPrefix, StringComparison.Ordinal)
                && !Path.AsSpan(OfficialPrefix.Length).Contains('/');
            return official ? Path[OfficialPrefix.Length..] : Path;
        }
    }

    private string Suffix => (Tag is null ? "" : ":" + Tag) + (Digest is null ? "" : "@" + Digest);

    /// <summary>Reads an image reference.</summary>
    /// <param name="text">The reference as written; nothing is trimmed.</param>
    /// <param name="reference">The reference, if it is one.</param>
    /// <param name="error">What is wrong with the text otherwise, naming the part.</param>
    public static bool TryParse(
        [NotNullWhen(true)] string? text, [NotNullWhen(true)] out ImageReference? reference, [NotNullWhen(false)] out string? error)
    {
        error = ImageReferenceGrammar.Read(text ?? "", out reference);
        return error is null;
    }

    /// <summary>Reads an image reference.</summary>
    /// <exception cref="FormatException">The text is no image reference; the message names the part that is wrong.</exception>
    public static ImageReference Parse(string text) =>
        TryParse(text, out ImageReference? reference, out string? error) ? reference : throw new FormatException(error);

    /// <summary>The same repository at a digest; the tag stays, as a label for people.</summary>
    public ImageReference WithDigest(Digest digest) => new(Domain, Path, Tag, digest);

    /// <summary>The same repository at a tag, without a digest.</summary>
    /// <exception cref="FormatException">The text is no tag.</exception>
    public ImageReference WithTag(string tag) =>
        ImageReferenceGrammar.TagError(tag) is { } error ? throw new FormatException(error) : new(Domain, Path, tag, null);

    /// <summary>The full form, with Docker Hub's implied parts: <c>docker.io/library/nginx:1.29</c>. Reading it gives the same reference.</summary>
    public override string ToString() => Repository + Suffix;
}
