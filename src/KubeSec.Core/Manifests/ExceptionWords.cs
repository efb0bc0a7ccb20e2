using System.Globalization;
using System.Text.RegularExpressions;

namespace KubeSec.Manifests;

/// <summary>
/// What an exception in a manifest says behind its rule: why, and until which day. The day may stand before or behind the
/// reason, and both may be written as <c>key=value</c>, since a day taken for prose would make an exception that never ends.
/// </summary>
/// <param name="Reason">Why, in the author's words; empty where none is given.</param>
/// <param name="Until">The last day it counts; null without one.</param>
/// <param name="NoDay">What was written for a day and is none; null where nothing was.</param>
internal sealed partial record ExceptionWords(string Reason, DateOnly? Until, string? NoDay)
{
    public static ExceptionWords Read(string text)
    {
        Match expiry = Expiry().Match(text);
        string written = expiry.Groups["day"].Value;
        DateOnly? until = DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;
        string words = expiry.Success ? text.Remove(expiry.Index, expiry.Length).Insert(expiry.Index, " ") : text;
        string reason = ReasonKey().Replace(words.Trim(' ', ',', ';', ':'), "").Trim(' ', ',', ';', '"');
        return new ExceptionWords(reason, until, expiry.Success && until is null ? written : null);
    }

    /// <summary>After a sign of assignment anything is meant as a day; after a mere word only what begins like one.</summary>
    [GeneratedRegex(
        @"(?<![^\s(,;])\(?(?:until|expires)(?:\s*[=:]\s*""?(?<day>[^\s"",;)]*)|\s+""?(?<day>[0-9]{4}-[0-9][^\s"",;:)]*))""?\)?[,;:]?",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Expiry();

    [GeneratedRegex(@"^reason\s*[=:]\s*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReasonKey();
}
