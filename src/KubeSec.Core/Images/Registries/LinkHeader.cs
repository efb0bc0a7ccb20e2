using System.Text.RegularExpressions;

namespace KubeSec.Images.Registries;

/// <summary>The <c>Link</c> header that leads to the next page (RFC 8288).</summary>
internal static partial class LinkHeader
{
    /// <summary>The next page's path, or null; it is asked of the same registry, whatever host the link names.</summary>
    /// <param name="header">The header, if there was one.</param>
    /// <param name="current">The path of this page.</param>
    public static string? Next(string? header, string current)
    {
        if (header is null || Target().Match(header) is not { Success: true } match)
        {
            return null;
        }

        Uri page = new(new Uri("http://registry"), current);
        return Uri.TryCreate(page, match.Groups["target"].Value, out Uri? next) ? next.PathAndQuery : null;
    }

    [GeneratedRegex("""<(?<target>[^<>\s]{1,4096})>\s*;[^,]*\brel\s*=\s*"?next\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Target();
}
