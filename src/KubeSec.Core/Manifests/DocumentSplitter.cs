using System.Buffers;

namespace KubeSec.Manifests;

/// <summary>
/// Cuts a stream at its document markers, so that memory grows with the largest document and broken syntax in one
/// leaves the others readable. A line that starts with <c>---</c> or <c>...</c> can be nothing but a marker
/// (YAML 1.2.2 section 9.1.2, c-forbidden), whatever scalar it seems to stand in.
/// </summary>
internal sealed class DocumentSplitter : IDisposable
{
    private const char ByteOrderMark = '\uFEFF';
    private const int MarkerLength = 4;

    private readonly TextReader text;
    private readonly int maxLength;

    // The document read so far is [start, end); the line under the cursor begins at 'line', what follows it at 'next'.
    private char[] buffer = ArrayPool<char>.Shared.Rent(16 * 1024);
    private int start;
    private int end;
    private int line;
    private int next;
    private int length;
    private int lineNumber;

    private DocumentSplitter(TextReader text, int maxLength)
    {
        this.text = text;
        this.maxLength = maxLength;
    }

    /// <summary>The documents in order; the text of each may be read until the next one is asked for.</summary>
    public static IEnumerable<DocumentText> Split(TextReader text, int maxLength)
    {
        using var splitter = new DocumentSplitter(text, maxLength);
        while (splitter.Next() is { } document)
        {
            yield return document;
        }
    }

    public void Dispose() => ArrayPool<char>.Shared.Return(buffer);

    private DocumentText? Next()
    {
        start = end = next;
        int firstLine = 0;
        bool tooLong = false;
        bool afterDirective = false;
        while (ReadLine(out bool cut))
        {
            bool marker = IsMarker(Line());
            if (marker && firstLine > 0 && !afterDirective)
            {
                next = line;
                lineNumber--;
                break;
            }

            afterDirective = (firstLine == 0 && Line().StartsWith('%')) || (afterDirective && !marker);
            tooLong |= cut || end - start + Line().Length > maxLength;
            if (firstLine == 0 && (tooLong || Line().Length > 0))
            {
                firstLine = lineNumber;
            }

            end = tooLong ? start : Append();
        }

        return firstLine == 0 ? null : new DocumentText(buffer.AsMemory(start, end - start), firstLine, tooLong);
    }

    private ReadOnlySpan<char> Line() => buffer.AsSpan(line, next - line).TrimStart(ByteOrderMark);

    private int Append()
    {
        ReadOnlySpan<char> content = Line();
        if (next - content.Length != end)
        {
            content.CopyTo(buffer.AsSpan(end));
        }

        return end + content.Length;
    }

    private static bool IsMarker(ReadOnlySpan<char> line) =>
        line.StartsWith("---") && (line.Length == 3 || char.IsWhiteSpace(line[3]));

    /// <summary>Moves to the next line and its end; of one longer than any document only the start is kept.</summary>
    private bool ReadLine(out bool cut)
    {
        cut = false;
        line = next;
        int searched = line;
        while (true)
        {
            int at = buffer.AsSpan(searched, length - searched).IndexOf('\n');
            if (at >= 0)
            {
                next = searched + at + 1;
                break;
            }

            if (length - line > maxLength)
            {
                cut = true;
                length = Math.Min(length, line + MarkerLength);
            }

            int behind = length - line;
            bool more = Fill();
            searched = line + behind;
            if (!more)
            {
                next = length;
                break;
            }
        }

        lineNumber++;
        return next > line;
    }

    private bool Fill()
    {
        if (length > buffer.Length / 2)
        {
            MakeRoom();
        }

        int read = text.Read(buffer, length, buffer.Length - length);
        length += read;
        return read > 0;
    }

    /// <summary>Closes the gaps that documents handed out and text left out have made, and grows where that gives little.</summary>
    private void MakeRoom()
    {
        int document = end - start;
        int ahead = length - line;
        char[] roomy = document + ahead > buffer.Length / 2 ? ArrayPool<char>.Shared.Rent(buffer.Length * 2) : buffer;
        buffer.AsSpan(start, document).CopyTo(roomy);
        buffer.AsSpan(line, ahead).CopyTo(roomy.AsSpan(document));
        if (roomy != buffer)
        {
            ArrayPool<char>.Shared.Return(buffer);
            buffer = roomy;
        }

        (start, end, line, length) = (0, document, document, document + ahead);
    }
}
