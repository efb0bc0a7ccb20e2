using System.Text;
using KubeSec.Findings;

namespace KubeSec.Manifests.Edits;

/// <summary>Applies text edits; every byte outside them stays as it was.</summary>
internal static class TextEdits
{
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Applies fixes in their order, each whole or not at all.</summary>
    /// <param name="text">The file's text, with or without byte order mark.</param>
    /// <param name="fixes">Fixes of this file.</param>
    /// <param name="applied">Those applied; the others touch the same text as an earlier one and are for another pass.</param>
    public static string Apply(string text, IEnumerable<Fix> fixes, out IReadOnlyList<Fix> applied)
    {
        var lines = new LineStarts(text);
        var accepted = new List<(int Start, int End, string NewText)>();
        var done = new List<Fix>();
        foreach (Fix fix in fixes)
        {
            (int Start, int End, string NewText)[] edits = [.. fix.Edits.Select(edit => lines.Resolve(edit)).Except(accepted)];
            if (edits.All(edit => edit.Start >= 0 && !accepted.Exists(other => Touch(edit, other))))
            {
                accepted.AddRange(edits);
                done.Add(fix);
            }
        }

        applied = done;
        return Write(text, accepted);
    }

    /// <summary>Two insertions at one place touch as well: both may write the same parent.</summary>
    private static bool Touch((int Start, int End, string NewText) a, (int Start, int End, string NewText) b) =>
        a.Start == b.Start || (a.Start < b.End && b.Start < a.End);

    private static string Write(string text, List<(int Start, int End, string NewText)> edits)
    {
        var result = new StringBuilder(text.Length + 256);
        int position = 0;
        foreach ((int start, int end, string newText) in edits.OrderBy(edit => edit.Start))
        {
            result.Append(text, position, start - position).Append(newText);
            position = end;
        }

        return result.Append(text, position, text.Length - position).ToString();
    }

    /// <summary>Finds offsets by line and column, counting lines as the YAML scanner does (YAML 1.1 section 5.4).</summary>
    private sealed class LineStarts
    {
        private readonly string text;
        private readonly List<int> starts = [0];

        public LineStarts(string text)
        {
            this.text = text;
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] is '\n' or '\u0085' or '\u2028' or '\u2029' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                {
                    starts.Add(i + 1);
                }
            }
        }

        /// <summary>Start, end and text as it will stand; a start of -1 for a place the text does not have.</summary>
        public (int Start, int End, string NewText) Resolve(TextEdit edit)
        {
            int start = Offset(edit.Span.Line, edit.Span.Column);
            int end = Offset(edit.Span.EndLine, edit.Span.EndColumn);
            string newText = edit.NewText;
            bool beyondLastLine = edit.Span.Line > starts.Count && newText.Length > 0;
            if (beyondLastLine)
            {
                newText = "\n" + newText.TrimEnd('\n');
            }

            return end < start ? (-1, -1, "") : (start, end, IndentedAs(edit.Span.Line, newText).Replace("\n", LineEndAt(start), StringComparison.Ordinal));
        }

        /// <summary>JSON may be indented by tabs, and an edit only knows columns.</summary>
        private string IndentedAs(int line, string newText)
        {
            if (line > starts.Count)
            {
                return newText;
            }

            ReadOnlySpan<char> rest = text.AsSpan(starts[line - 1]);
            ReadOnlySpan<char> margin = rest[..(rest.IndexOfAnyExcept(' ', '\t') is >= 0 and var length ? length : rest.Length)];
            return margin.Contains('\t')
                ? newText.Replace("\n" + new string(' ', margin.Length), $"\n{margin}", StringComparison.Ordinal)
                : newText;
        }

        /// <summary>The line end of the line before, or of the first one.</summary>
        private string LineEndAt(int position)
        {
            int feed = position > 0 ? text.LastIndexOf('\n', position - 1) : -1;
            feed = feed < 0 ? text.IndexOf('\n', StringComparison.Ordinal) : feed;
            return feed > 0 && text[feed - 1] == '\r' ? "\r\n" : "\n";
        }

        private int Offset(int line, int column)
        {
            if (line == starts.Count + 1 && column == 1)
            {
                return text.Length;
            }

            if (line < 1 || line > starts.Count)
            {
                return -1;
            }

            int start = starts[line - 1];
            int mark = start < text.Length && text[start] == ByteOrderMark ? 1 : 0;
            return start + mark + column - 1 <= text.Length ? start + mark + column - 1 : -1;
        }
    }
}
