using System.Buffers;

namespace KubeSec.Images;

/// <summary>
/// The grammar of github.com/distribution/reference (regexp.go, normalize.go), read by hand so that
/// every refusal names the part that is wrong and hostile text costs linear time.
/// </summary>
internal static class ImageReferenceGrammar
{
    // The grammar bounds path and tag only; a DNS name has at most 253 characters (RFC 1035 section 2.3.4).
    private const int LongestReference = 1024;
    private const int LongestPath = 255;
    private const int LongestTag = 128;

    private static readonly SearchValues<char> DomainCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

    private static readonly SearchValues<char> LowerLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    private static readonly SearchValues<char> TagCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");

    private static readonly SearchValues<char> Ipv6Characters = SearchValues.Create("0123456789abcdefABCDEF:");

    /// <summary>Reads a reference; returns what is wrong with it, or null.</summary>
    public static string? Read(string text, out ImageReference? reference)
    {
        reference = null;
        if (text.Length is 0 or > LongestReference)
        {
            return text.Length == 0 ? "the image reference is empty" : $"the image reference is longer than {LongestReference} characters";
        }

        if (text.Length == 64 && !text.AsSpan().ContainsAnyExcept(Digest.HexDigits))
        {
            return "64 hexadecimal digits are an image id, not a reference";
        }

        (string name, Digest? digest, string? error) = SplitDigest(text);
        (string domain, string remainder) = SplitDomain(name);
        (string path, string? tag) = SplitTag(remainder);
        error ??= DomainError(domain) ?? PathError(path) ?? (tag is null ? null : TagError(tag));
        if (error is not null)
        {
            return $"'{Shown(text)}' is not an image reference: {error}";
        }

        reference = new ImageReference(domain, path, tag, digest);
        return null;
    }

    /// <summary>What is wrong with a tag, or null.</summary>
    public static string? TagError(string tag) => tag switch
    {
        { Length: 0 or > LongestTag } => $"a tag has 1 to {LongestTag} characters",
        ['.' or '-', ..] => $"its tag starts with '{tag[0]}'",
        _ when tag.AsSpan().ContainsAnyExcept(TagCharacters) => "a tag has letters, digits, '_', '.' and '-' only",
        _ => null,
    };

    private static (string Name, Digest? Digest, string? Error) SplitDigest(string text)
    {
        int at = text.IndexOf('@', StringComparison.Ordinal);
        if (at < 0)
        {
            return (text, null, null);
        }

        return Digest.TryParse(text[(at + 1)..], out Digest? digest, out string? error)
            ? (text[..at], digest, null) : (text[..at], null, error);
    }

    /// <summary>
    /// The first segment is a registry when it could not be a Docker Hub user: it has a dot or a port,
    /// is <c>localhost</c>, or has upper-case letters (normalize.go, splitDockerDomain).
    /// </summary>
    private static (string Domain, string Remainder) SplitDomain(string name)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        string first = slash < 0 ? "" : name[..slash];
        bool isDomain = slash >= 0 && IsRegistry(first);
        string domain = isDomain && first != "index.docker.io" ? first : ImageReference.DockerHub;
        string remainder = isDomain ? name[(slash + 1)..] : name;
        bool official = domain == ImageReference.DockerHub && !remainder.Contains('/', StringComparison.Ordinal);
        return (domain, official ? ImageReference.OfficialPrefix + remainder : remainder);
    }

    /// <summary>Whether the first segment of a name is a registry rather than a Docker Hub user.</summary>
    public static bool IsRegistry(string segment) =>
        segment.AsSpan().ContainsAny('.', ':') || segment == "localhost" || segment.AsSpan().ContainsAnyInRange('A', 'Z');

    private static (string Path, string? Tag) SplitTag(string remainder)
    {
        int colon = remainder.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (remainder, null) : (remainder[..colon], remainder[(colon + 1)..]);
    }

    private static string? DomainError(string domain)
    {
        string host = domain;
        int colon = domain.LastIndexOf(':');
        if (colon > domain.LastIndexOf(']'))
        {
            host = domain[..colon];
            ReadOnlySpan<char> port = domain.AsSpan(colon + 1);
            if (port.IsEmpty || port.ContainsAnyExceptInRange('0', '9'))
            {
                return "its registry has no port number after ':'";
            }
        }

        if (host is ['[', .., ']'])
        {
            // The grammar takes any run of these characters for an IPv6 address (regexp.go, ipv6address).
            return host.Length > 2 && !host.AsSpan(1, host.Length - 2).ContainsAnyExcept(Ipv6Characters)
                ? null : "its registry is no IPv6 address";
        }

        return Array.TrueForAll(host.Split('.'), IsDomainComponent)
            ? null : "its registry is no host name";
    }

    private static bool IsDomainComponent(string component) =>
        component.Length > 0 && component[0] != '-' && component[^1] != '-'
        && !component.AsSpan().ContainsAnyExcept(DomainCharacters);

    private static string? PathError(string path)
    {
        if (path.Length > LongestPath)
        {
            return $"its repository is longer than {LongestPath} characters";
        }

        foreach (string component in path.Split('/'))
        {
            if (!IsPathComponent(component))
            {
                return path.AsSpan().ContainsAnyInRange('A', 'Z')
                    ? "its repository has upper-case letters"
                    : "its repository has an empty part or a character other than a-z, 0-9, '.', '_', '-' and '/'";
            }
        }

        return null;
    }

    /// <summary>Lower-case letters and digits, joined by one '.', one or two '_', or any number of '-'.</summary>
    private static bool IsPathComponent(ReadOnlySpan<char> component)
    {
        while (true)
        {
            int word = component.IndexOfAnyExcept(LowerLetters);
            if (word < 0)
            {
                return component.Length > 0;
            }

            int separator = component[word..].IndexOfAny(LowerLetters);
            if (word == 0 || separator < 0 || !IsSeparator(component.Slice(word, separator)))
            {
                return false;
            }

            component = component[(word + separator)..];
        }
    }

    private static bool IsSeparator(ReadOnlySpan<char> text) => text is "." or "_" or "__" || !text.ContainsAnyExcept('-');

    /// <summary>Hostile text goes into messages shortened and without control characters.</summary>
    private static string Shown(string text)
    {
        string head = text.Length > 120 ? text[..120] + "…" : text;
        return string.Concat(head.Select(character => char.IsControl(character) ? '\uFFFD' : character));
    }
}
