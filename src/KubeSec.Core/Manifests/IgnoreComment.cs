using System.Globalization;
using System.Text.RegularExpressions;
using KubeSec.Findings;

namespace KubeSec.Manifests;

/// <summary>
/// A comment that asks for a finding not to count: <c># kubesec:ignore KS1001 until 2027-01-31 why this is fine</c>.
/// It speaks for its own line, or for the next one where it stands alone.
/// </summary>
/// <param name="Span">The comment.</param>
/// <param name="AppliesTo">The line it speaks for.</param>
/// <param name="Rule">Code or name of the rule; empty where it names none.</param>
/// <param name="Reason">Why, in the author's words; empty where none is given.</param>
/// <param name="Until">The last day it counts; null without one.</param>
public sealed partial record IgnoreComment(SourceSpan Span, int AppliesTo, string Rule, string Reason, DateOnly? Until)
{
    private const string Mark = "kubesec:ignore";

    /// <summary>What keeps the comment from counting, or null.</summary>
    internal string? Problem { get; private init; }

    /// <summary>The comments of one document.</summary>
    internal static IReadOnlyList<IgnoreComment> In(string file, DocumentText document)
    {
        if (!document.Text.Span.Contains(Mark, StringComparison.Ordinal))
        {
            return [];
        }

        var found = new List<IgnoreComment>();
        int line = document.FirstLine;
        foreach (string text in document.Text.ToString().Split('\n'))
        {
            if (Pattern().Match(text) is { Success: true } match)
            {
                found.Add(Read(match, new SourceSpan(file, line, match.Groups["all"].Index + 1, line, text.TrimEnd().Length + 1), text));
            }

            line++;
        }

        return found;
    }

    private static IgnoreComment Read(Match match, SourceSpan span, string text)
    {
        bool alone = string.IsNullOrWhiteSpace(text[..(span.Column - 1)]);
        string written = match.Groups["until"].Value;
        DateOnly? until = DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? day : null;
        string rule = match.Groups["rule"].Value;
        string reason = match.Groups["reason"].Value.Trim();
        return new IgnoreComment(span, alone ? span.Line + 1 : span.Line, rule, reason, until)
        {
            Problem = rule.Length == 0 ? $"the comment names no rule; write '# {Mark} RULE reason'"
                : match.Groups["until"].Success && until is null ? $"'{written}' is no day"
                : reason.Length == 0 ? $"the comment gives no reason for ignoring {rule}"
                : null,
        };
    }

    /// <summary>A colon may follow the rule, as many write it.</summary>
    [GeneratedRegex(
        @"(?:^|\s)(?<all>#\s*kubesec:ignore(?:\s+(?<rule>[^\s:]+):?(?:\s+until\s+(?<until>\d{4}-\d{2}-\d{2}):?(?=\s|$))?"
        + @"(?:\s+(?<reason>\S.*))?)?)\s*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
