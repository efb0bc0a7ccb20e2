using KubeSec.Findings;

namespace KubeSec.Reports;

/// <summary>The line a finding points at, with what to underline. Findings come by file, so one file is held at a time.</summary>
internal sealed class SourceExcerpts(string folder)
{
    private const int MaxLength = 160;
    private const int MaxFileLength = 64 * 1024 * 1024;

    private string? file;
    private string[] lines = [];

    /// <summary>The excerpt, or null where the file cannot be read any more, as standard input.</summary>
    public SourceExcerpt? Of(Finding finding)
    {
        SourceSpan span = finding.Span;
        Load(span.File);
        if (span.Line < 1 || span.Line > lines.Length)
        {
            return null;
        }

        string line = lines[span.Line - 1];
        int start = Math.Clamp(span.Column - 1, 0, line.Length);
        int end = span.EndLine == span.Line ? Math.Clamp(span.EndColumn - 1, start, line.Length) : line.TrimEnd().Length;
        end = Math.Max(start, end);
        if (finding.Rule.Category == RuleCategory.Secrets)
        {
            line = WithoutValues(line, ref end, start);
        }

        return Shortened(span.Line, line, start, end);
    }

    /// <summary>A rule about secrets may point at one: what follows the key is not repeated in a report.</summary>
    private static string WithoutValues(string line, ref int end, int start)
    {
        int colon = line.IndexOf(": ", StringComparison.Ordinal);
        int value = colon >= 0 && colon < start ? colon + 2 : colon >= 0 && end <= colon ? colon + 2 : start;
        end = value <= start ? start + 3 : end;
        return value >= line.Length ? line : line[..value] + "•••";
    }

    private static SourceExcerpt Shortened(int number, string line, int start, int end)
    {
        int cut = start > MaxLength - 40 ? start - 40 : 0;
        string text = line.Substring(cut, Math.Min(MaxLength, line.Length - cut));
        int from = Math.Min(start - cut, text.Length);
        int to = Math.Clamp(end - cut, from, text.Length);
        return new SourceExcerpt(number, PlainText.OneLine(text.Replace('\t', ' ')), from, Math.Max(1, to - from));
    }

    private void Load(string path)
    {
        if (path == file)
        {
            return;
        }

        file = path;
        try
        {
            var source = new FileInfo(Path.Combine(folder, path));
            lines = source is { Exists: true, Length: < MaxFileLength } ? File.ReadAllLines(source.FullName) : [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            lines = [];
        }
    }
}

/// <summary>One line of a file.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Text">Its text, shortened around the place.</param>
/// <param name="Start">Where the place begins in the text, from 0.</param>
/// <param name="Length">How long it is; at least 1.</param>
internal sealed record SourceExcerpt(int Number, string Text, int Start, int Length);
