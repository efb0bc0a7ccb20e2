using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace KubeSec.Signatures;

/// <summary>
/// What a text must be: exactly one, or one of a pattern. A pattern always stands for the whole text and costs linear time;
/// one that accepts the empty text demands nothing and is refused.
/// </summary>
public sealed class TextMatch
{
    private const int LongestPattern = 1024;
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Regex? pattern;

    private TextMatch(string text, Regex? pattern)
    {
        Text = text;
        this.pattern = pattern;
    }

    /// <summary>The exact text or the pattern, as written.</summary>
    public string Text { get; }

    /// <summary>Whether <see cref="Text"/> is a pattern.</summary>
    public bool IsPattern => pattern is not null;

    /// <summary>Exactly this text.</summary>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public static TextMatch Exact(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return new TextMatch(text, null);
    }

    /// <summary>Reads a regular expression (of .NET, without look-around and back-references) for the whole text.</summary>
    /// <param name="expression">The expression; <c>^</c> and <c>$</c> around it are not needed.</param>
    /// <param name="match">The match, if it is one.</param>
    /// <param name="error">What is wrong with it otherwise.</param>
    public static bool TryPattern(string? expression, [NotNullWhen(true)] out TextMatch? match, [NotNullWhen(false)] out string? error)
    {
        match = null;
        error = expression switch
        {
            null or "" => "a pattern must not be empty",
            { Length: > LongestPattern } => $"a pattern has at most {LongestPattern} characters",
            _ => null,
        };
        if (error is not null)
        {
            return false;
        }

        try
        {
            // Compiled alone first: 'a)|(b' would otherwise break out of the anchors around it.
            _ = new Regex(expression!, Options, Patience);
            Regex whole = new($@"\A(?:{expression})\z", Options, Patience);
            if (whole.IsMatch(""))
            {
                error = $"the pattern '{expression}' accepts an empty text, and so demands nothing";
                return false;
            }

            match = new TextMatch(expression!, whole);
            return true;
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            error = $"the pattern '{expression}' cannot be used: {fault.Message}";
            return false;
        }
    }

    /// <summary>Whether the text is the one demanded; a missing text never is.</summary>
    public bool Accepts(string? text) => text is not null && (pattern?.IsMatch(text) ?? string.Equals(text, Text, StringComparison.Ordinal));

    /// <summary>The text, or the pattern between slashes.</summary>
    public override string ToString() => IsPattern ? $"/{Text}/" : $"'{Text}'";
}
