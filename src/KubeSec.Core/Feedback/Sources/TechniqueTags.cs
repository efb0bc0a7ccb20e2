using System.Text.Json;
using System.Text.RegularExpressions;

namespace KubeSec.Feedback.Sources;

/// <summary>Picks ATT&amp;CK techniques out of a sensor's tags, in one order, whatever order the transport left them in.</summary>
internal static partial class TechniqueTags
{
    public static IReadOnlyList<string>? Of(IEnumerable<JsonElement> tags)
    {
        string[] found =
        [
            .. tags.Where(tag => tag.ValueKind == JsonValueKind.String).Select(tag => tag.GetString()!).Where(tag => tag.Contains('T'))
                .SelectMany(tag => Technique().Matches(tag))
                .Select(match => match.Value).Distinct().Order(StringComparer.Ordinal),
        ];
        return found.Length == 0 ? null : found;
    }

    [GeneratedRegex(@"(?<![A-Za-z0-9])T[0-9]{4}(?:\.[0-9]{3})?(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Technique();
}
