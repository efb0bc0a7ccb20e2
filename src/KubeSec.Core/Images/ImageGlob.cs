using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Enumeration;

namespace KubeSec.Images;

/// <summary>
/// A pattern over registries and repositories, such as <c>ghcr.io/acme/**</c>. <c>*</c> stands for any characters
/// within one segment; <c>**</c>, alone between slashes, for any number of segments, and for at least one at the end.
/// Docker Hub's implied parts are filled in as in an image reference, so that <c>nginx</c> is <c>docker.io/library/nginx</c>.
/// </summary>
public sealed record ImageGlob
{
    private const string AnySegments = "**";
    private const int MostSegments = 32;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-*:[]/");

    private readonly string[] segments;

    private ImageGlob(string text, string[] segments)
    {
        Text = text;
        this.segments = segments;
    }

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The pattern as written.</param>
    /// <param name="glob">The pattern, if it is one.</param>
    /// <param name="error">What is wrong with it and what to write instead.</param>
    public static bool TryParse(
        [NotNullWhen(true)] string? text, [NotNullWhen(true)] out ImageGlob? glob, [NotNullWhen(false)] out string? error)
    {
        string pattern = text ?? "";
        string[] segments = pattern.Split('/');
        error = Error(pattern, segments);
        glob = error is null ? new ImageGlob(pattern, WithImpliedParts(segments)) : null;
        return error is null;
    }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">The text is no pattern; the message says what to write instead.</exception>
    public static ImageGlob Parse(string text) =>
        TryParse(text, out ImageGlob? glob, out string? error) ? glob : throw new FormatException(error);

    /// <summary>Whether the image's registry and repository match; tag and digest play no part.</summary>
    public bool Matches(ImageReference image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Matches(segments, [WithoutDefaultPort(image.Domain), .. image.Path.Split('/')]);
    }

    /// <inheritdoc/>
    public bool Equals(ImageGlob? other) => other is not null && segments.AsSpan().SequenceEqual(other.segments);

    /// <inheritdoc/>
    public override int GetHashCode() => string.Join('/', segments).GetHashCode(StringComparison.Ordinal);

    /// <summary>The pattern as written.</summary>
    public override string ToString() => Text;

    private static string? Error(string pattern, string[] segments)
    {
        if (pattern.Length == 0 || segments.Any(segment => segment.Length == 0))
        {
            return $"'{pattern}' has an empty part; write REGISTRY/REPOSITORY, such as ghcr.io/acme/**";
        }

        if (segments.Length > MostSegments || pattern.AsSpan().ContainsAnyExcept(Allowed))
        {
            return pattern.Contains('@', StringComparison.Ordinal) ? $"'{pattern}' has a digest; patterns name repositories"
                : $"'{pattern}' is no pattern of a registry and a repository";
        }

        if (segments.Any(segment => segment != AnySegments && segment.Contains(AnySegments, StringComparison.Ordinal)))
        {
            return $"'{pattern}': '**' stands alone between slashes; within a segment write '*'";
        }

        if (segments.Skip(1).Any(segment => segment.Contains(':', StringComparison.Ordinal)))
        {
            return $"'{pattern}' has a tag; patterns name repositories, and forbidTags judges tags";
        }

        // Docker would read these as an image of Docker Hub, which is hardly what the author of a policy means.
        return segments is [not AnySegments] && (segments[0] == "*" || ImageReferenceGrammar.IsRegistry(segments[0]))
            ? $"'{pattern}' could be a registry or an image; write {segments[0]}/** for all images of a registry, ** for everything"
            : null;
    }

    /// <summary>As for image references; a first part with a wildcard is a registry where something follows it.</summary>
    private static string[] WithImpliedParts(string[] segments)
    {
        if (segments is [AnySegments])
        {
            return segments;
        }

        bool hasRegistry = segments.Length > 1
            && (ImageReferenceGrammar.IsRegistry(segments[0]) || segments[0].Contains('*', StringComparison.Ordinal));
        string registry = hasRegistry ? WithoutDefaultPort(segments[0]) : ImageReference.DockerHub;
        registry = registry == "index.docker.io" ? ImageReference.DockerHub : registry;
        string[] path = hasRegistry ? segments[1..] : segments;
        bool official = registry == ImageReference.DockerHub && path is [not AnySegments];
        return official ? [registry, "library", .. path] : [registry, .. path];
    }

    /// <summary>Host names have no case, and 443 is the port of https: another spelling must not slip past a pattern.</summary>
    private static string WithoutDefaultPort(string domain)
    {
        string lower = domain.ToLowerInvariant();
        return lower.EndsWith(":443", StringComparison.Ordinal) ? lower[..^4] : lower;
    }

    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> name)
    {
        // The usual two-finger walk: on a mismatch, let the last ** take one segment more.
        int p = 0, n = 0, star = -1, taken = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == AnySegments)
            {
                bool last = p == pattern.Length - 1;
                if (last)
                {
                    return true;
                }

                star = p++;
                taken = n;
            }
            else if (p < pattern.Length && FileSystemName.MatchesSimpleExpression(pattern[p], name[n], ignoreCase: false))
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++taken;
            }
            else
            {
                return false;
            }
        }

        return p == pattern.Length;
    }
}
