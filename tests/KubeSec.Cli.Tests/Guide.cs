using System.Text.RegularExpressions;

namespace KubeSec.Cli.Tests;

/// <summary>
/// What a guide asks its reader to do, in order. A <c>sh</c> block is run, a <c>text</c> block after it is what it prints
/// (a line of … stands for any lines), <c>&lt;!-- file: NAME --&gt;</c> before a block makes it a file of that name, and
/// <c>&lt;!-- run by: PATH --&gt;</c> names the script of this repository that runs the block instead.
/// </summary>
internal sealed partial record GuideStep(GuideStepKind Kind, string Subject, string Text, int Line)
{
    /// <summary>The exit code that the block's last comment announces; zero where it says nothing.</summary>
    public int ExitCode => ExitComment().Match(Text) is { Success: true } match ? int.Parse(match.Groups[1].Value, null) : 0;

    /// <summary>Reads the steps of one guide.</summary>
    public static IReadOnlyList<GuideStep> Read(string markdown)
    {
        List<GuideStep> steps = [];
        string[] lines = markdown.ReplaceLineEndings("\n").Split('\n');
        string marker = "";
        for (int index = 0; index < lines.Length; index++)
        {
            if (!lines[index].StartsWith("```", StringComparison.Ordinal))
            {
                marker = lines[index].StartsWith("<!--", StringComparison.Ordinal) ? lines[index] : lines[index].Length == 0 ? marker : "";
                continue;
            }

            string language = lines[index][3..].Trim();
            int start = index + 1;
            index = Array.IndexOf(lines, "```", start);
            string text = string.Concat(lines[start..index].Select(line => line + "\n"));
            Match named = Marker().Match(marker);
            GuideStepKind kind = (named.Groups[1].Value, language) switch
            {
                ("file", _) => GuideStepKind.File,
                ("run by", _) => GuideStepKind.RunElsewhere,
                // The README's first and test commands are run by CI itself.
                (_, "sh") => marker.Length == 0 ? GuideStepKind.Run : GuideStepKind.Shown,
                (_, "text") => marker.Length == 0 ? GuideStepKind.Output : GuideStepKind.Shown,
                _ => GuideStepKind.Shown,
            };
            steps.Add(new GuideStep(kind, named.Groups[2].Value, text, start));
            marker = "";
        }

        return steps;
    }

    /// <summary>Says what of an expected output is not in the real one; null where all of it is. Tallies may differ: they grow with the catalogue.</summary>
    public static string? Difference(string expected, string real)
    {
        string[] lines = [.. real.TrimEnd().Split('\n').Select(Comparable)];
        int at = 0;
        bool anywhere = false;
        foreach (string line in expected.TrimEnd().Split('\n').Select(Comparable))
        {
            if (line.Trim() == "…")
            {
                anywhere = true;
                continue;
            }

            int found = anywhere ? Array.IndexOf(lines, line, at) : at < lines.Length && lines[at] == line ? at : -1;
            if (found < 0)
            {
                return line;
            }

            at = found + 1;
            anywhere = false;
        }

        return anywhere || at == lines.Length ? null : $"nothing more, but there is: {lines[at]}";
    }

    private static string Comparable(string line) => Tally().IsMatch(line) ? "(tally)" : line.TrimEnd();

    [GeneratedRegex(@"^ +\d+ resources? in \d+ files?: ", RegexOptions.CultureInvariant)]
    private static partial Regex Tally();

    [GeneratedRegex(@"# exits with (\d+)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex ExitComment();

    [GeneratedRegex(@"^<!-- (file|run by): (\S+) -->$", RegexOptions.CultureInvariant)]
    private static partial Regex Marker();
}

/// <summary>What a block of a guide is for.</summary>
internal enum GuideStepKind
{
    /// <summary>A file the reader writes.</summary>
    File,

    /// <summary>Commands the reader runs.</summary>
    Run,

    /// <summary>Commands that a script of this repository runs.</summary>
    RunElsewhere,

    /// <summary>What the commands before it print.</summary>
    Output,

    /// <summary>Something to read.</summary>
    Shown,
}
