using System.Text;

namespace KubeSec.Manifests;

/// <summary>The text of one document and the line of the stream it starts on, from 1.</summary>
internal readonly record struct DocumentText(string Text, int FirstLine, bool TooLong);

/// <summary>
/// Cuts a stream at its document markers, so that memory grows with the largest document and broken syntax in one
/// leaves the others readable. A line that starts with <c>---</c> or <c>...</c> can be nothing but a marker
/// (YAML 1.2.2 section 9.1.2, c-forbidden), whatever scalar it seems to stand in.
/// </summary>
internal static class DocumentSplitter
{
    private const char ByteOrderMark = '\uFEFF';

    public static IEnumerable<DocumentText> Split(TextReader text, int maxLength)
    {
        var lines = new LineReader(text, maxLength);
        var document = new StringBuilder();
        int firstLine = 1;
        bool tooLong = false;
        bool afterDirective = false;
        while (lines.Read() is { } line)
        {
            line = line.TrimStart(ByteOrderMark);
            bool starts = IsMarker(line, "---") && !afterDirective;
            if (starts && document.Length > 0)
            {
                yield return new DocumentText(document.ToString(), firstLine, tooLong);
                document.Clear();
                tooLong = false;
            }

            if (document.Length == 0)
            {
                firstLine = lines.LineNumber;
            }

            afterDirective = line.StartsWith('%') && document.Length == 0 || (afterDirective && !IsMarker(line, "---"));
            tooLong |= lines.WasCut || document.Length + line.Length > maxLength;
            if (!tooLong)
            {
                document.Append(line);
            }
            else if (document.Length == 0)
            {
                document.Append('\n');
            }
        }

        if (document.Length > 0)
        {
            yield return new DocumentText(document.ToString(), firstLine, tooLong);
        }
    }

    private static bool IsMarker(string line, string marker) =>
        line.StartsWith(marker, StringComparison.Ordinal) && (line.Length == marker.Length || char.IsWhiteSpace(line[marker.Length]));

    /// <summary>Reads lines with their ends, so that positions and edits stay exact, and cuts a line that is too long.</summary>
    private sealed class LineReader(TextReader text, int maxLength)
    {
        private readonly char[] buffer = new char[16 * 1024];
        private readonly StringBuilder line = new();
        private int position;
        private int length;

        public int LineNumber { get; private set; }

        public bool WasCut { get; private set; }

        public string? Read()
        {
            line.Clear();
            WasCut = false;
            while (position < length || Fill())
            {
                int end = Array.IndexOf(buffer, '\n', position, length - position);
                int count = (end < 0 ? length : end + 1) - position;
                WasCut |= line.Length + count > maxLength;
                if (!WasCut)
                {
                    line.Append(buffer, position, count);
                }

                position += count;
                if (end >= 0)
                {
                    break;
                }
            }

            LineNumber++;
            return line.Length > 0 || WasCut ? line.ToString() : null;
        }

        private bool Fill()
        {
            position = 0;
            length = text.Read(buffer, 0, buffer.Length);
            return length > 0;
        }
    }
}
