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
        string rule = match.Groups["rule"].Value;
        ExceptionWords words = ExceptionWords.Read(match.Groups["words"].Value);
        return new IgnoreComment(span, alone ? span.Line + 1 : span.Line, rule, words.Reason, words.Until)
        {
            Problem = rule.Length == 0 ? $"the comment names no rule; write '# {Mark} RULE reason'"
                : words.NoDay is { } noDay ? $"'{noDay}' is no day; write it as 2027-01-31"
                : words.Reason.Length == 0 ? $"the comment gives no reason for ignoring {rule}"
                : null,
        };
    }

    /// <summary>A colon may follow the rule, as many write it.</summary>
    [GeneratedRegex(
        @"(?:^|\s)(?<all>#\s*kubesec:ignore(?:\s+(?<rule>[^\s:]+):?(?:\s+(?<words>\S.*))?)?)\s*$",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
