using System.Globalization;
using System.Text.RegularExpressions;
using KubeSec.Findings;
using KubeSec.Gate.Policies;
using KubeSec.Manifests;

namespace KubeSec.Gate.Exceptions;

/// <summary>
/// An exception written on the resource it is about, as the annotation <c>kubesec.dev/ignore.RULE: REASON</c>,
/// with <c>until YYYY-MM-DD</c> at the end of the reason where it is to expire.
/// </summary>
internal sealed partial record ResourceException(string Rule, string Reason, DateOnly? Until, SourceSpan Span)
{
    private const string Prefix = "kubesec.dev/ignore.";

    /// <summary>What the annotations of a resource and of its pod template make exceptions of.</summary>
    public static IEnumerable<ResourceException> On(Resource resource) =>
        resource.Annotations.Entries.Concat(resource.Workload is { } workload && workload.Template != resource.Root ? workload.PodAnnotations.Entries : [])
            .Where(entry => entry.Name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(Read);

    /// <summary>What keeps it from counting, or null.</summary>
    public string? Problem(RuleNames names) => Reason.Length == 0
        ? $"the exception from '{Rule}' gives no reason and does not count"
        : names.Contains(Rule) ? null : names.Unknown(Rule) + "; the exception does not count";

    private static ResourceException Read(Field entry)
    {
        string text = (entry.Text ?? "").Trim();
        Match until = ExpiryAtEnd().Match(text);
        bool expires = DateOnly.TryParseExact(until.Groups["day"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day);
        string reason = expires ? text[..until.Index].TrimEnd(' ', ',', ';', '(') : text;
        return new ResourceException(entry.Name[Prefix.Length..], reason, expires ? day : null, entry.KeySpan);
    }

    [GeneratedRegex(@"\buntil (?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\)?$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExpiryAtEnd();
}
