using System.Globalization;
using System.Text;

namespace KubeSec.Findings;

/// <summary>Makes text from outside fit to be shown.</summary>
public static class PlainText
{
    /// <summary>No reason that a person would read to its end has more characters.</summary>
    internal const int LongestMessage = 2000;

    /// <summary>A text on one line, its control characters made visible: they could drive a terminal, split a log line or give a build agent orders.</summary>
    /// <param name="text">The text.</param>
    public static string OneLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Any(Unprintable))
        {
            return text;
        }

        var line = new StringBuilder(text.Length + 16);
        foreach (char character in text)
        {
            if (Unprintable(character))
            {
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                line.Append(character);
            }
        }

        return line.ToString();
    }

    /// <summary>The same, and no longer than a person would read; the end is left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The most characters of it.</param>
    public static string OneLine(string text, int longest)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= longest ? OneLine(text) : OneLine(text[..longest]) + "…";
    }

    /// <summary>What an argument fault says, without the name of the parameter that the framework adds: it is ours, and tells nobody anything.</summary>
    /// <param name="fault">The fault.</param>
    public static string WithoutParameter(ArgumentException fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault.Message.Replace($" (Parameter '{fault.ParamName}')", "", StringComparison.Ordinal);
    }

    /// <summary>Control and format characters; the latter can turn text around (CVE-2021-42574).</summary>
    private static bool Unprintable(char character) =>
        char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
