using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using KubeSec.Findings;

namespace KubeSec.Gate;

/// <summary>What makes a finding the same finding when lines move and lists grow.</summary>
internal static partial class FindingKey
{
    /// <summary>Readable: rule, resource (or file), container, field path without the positions in lists.</summary>
    public static string Of(Finding finding)
    {
        string place = finding.Resource is { } resource
            ? $"{resource.Group}/{resource.Kind}/{resource.Namespace}/{resource.Name}"
            : $"file:{finding.Span.File}";
        return string.Join('|', finding.Rule.Code, place, finding.Container, finding.Path is null ? "" : Position().Replace(finding.Path, "[]"));
    }

    /// <summary>The same as a short fingerprint, with the finding's number among those of one key.</summary>
    public static string Fingerprint(string key, int occurrence)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{key}|{occurrence}")));
        return Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Position();
}
