namespace KubeSec.Feedback.Intake;

/// <summary>One JSON value of a stream, or the reason a stretch of it is none.</summary>
/// <param name="Json">The value's UTF-8, in a buffer that nothing is written over.</param>
/// <param name="Line">The line it starts on, from 1.</param>
/// <param name="Reason">Why it cannot be read, or null.</param>
internal readonly record struct JsonEntry(ReadOnlyMemory<byte> Json, long Line, string? Reason);

/// <summary>
/// Cuts a stream into JSON values without holding more than one: NDJSON, pretty-printed documents one after another, and
/// the elements of top-level arrays. After a broken value it goes on with the next line, so that one torn line costs one event.
/// </summary>
internal sealed class JsonEntryReader(Stream stream)
{
    /// <summary>The largest single event or report.</summary>
    public const int MaximumLength = 64 * 1024 * 1024;

    // Below the large object heap: a receiver makes one for every request.
    private const int UsualLength = 64 * 1024;

    private byte[] buffer = new byte[UsualLength];
    private int start;
    private int end;
    private bool finished;
    private bool inArray;
    private long line = 1;

    /// <summary>The next value; null at the end.</summary>
    public async ValueTask<JsonEntry?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!SkipSeparators())
            {
                if (!await FillAsync(cancellationToken))
                {
                    return null;
                }

                continue;
            }

            if (!inArray && buffer[start] == (byte)'[')
            {
                inArray = true;
                start++;
                continue;
            }

            if (inArray && buffer[start] == (byte)']')
            {
                inArray = false;
                start++;
                continue;
            }

            return await CutAsync(cancellationToken);
        }
    }

    private async ValueTask<JsonEntry> CutAsync(CancellationToken cancellationToken)
    {
        var scan = new JsonValueScan();
        while (true)
        {
            JsonValueEnd found = scan.Run(buffer.AsSpan(start, end - start), finished, inArray);
            if (found == JsonValueEnd.More && end - start < MaximumLength)
            {
                if (!await FillAsync(cancellationToken))
                {
                    finished = true;
                }

                continue;
            }

            return found == JsonValueEnd.Complete ? Take(scan.Length) : await SkipLineAsync(
                found == JsonValueEnd.More ? $"larger than {MaximumLength / 1024 / 1024} MiB" : scan.Reason, cancellationToken);
        }
    }

    private JsonEntry Take(int length)
    {
        var entry = new JsonEntry(buffer.AsMemory(start, length), line, null);
        line += entry.Json.Span.Count((byte)'\n');
        start += length;
        return entry;
    }

    // The next line is the next chance. The array the broken value stood in is over: its other elements read as values of the stream.
    private async ValueTask<JsonEntry> SkipLineAsync(string reason, CancellationToken cancellationToken)
    {
        var entry = new JsonEntry(default, line, reason);
        inArray = false;
        while (true)
        {
            int newline = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                start += newline;
                return entry;
            }

            start = end;
            if (!await FillAsync(cancellationToken))
            {
                return entry;
            }
        }
    }

    // True while something other than white space, separators and byte order marks lies in the buffer.
    // A closing bracket outside an array ends one that broke earlier.
    private bool SkipSeparators()
    {
        while (start < end)
        {
            byte b = buffer[start];
            if (b == (byte)'\n')
            {
                line++;
            }
            else if (b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)',' or 0x1e or 0xef or 0xbb or 0xbf) && (inArray || b != (byte)']'))
            {
                return true;
            }

            start++;
        }

        return false;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (end == buffer.Length)
        {
            // Values taken before lie in the old buffer still; a large one does not make the next buffer large.
            int rest = end - start;
            byte[] next = GC.AllocateUninitializedArray<byte>(start == 0 ? buffer.Length * 2 : rest < UsualLength ? UsualLength : buffer.Length);
            buffer.AsSpan(start).CopyTo(next);
            (buffer, start, end) = (next, 0, rest);
        }

        int read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
        end += read;
        return read > 0;
    }
}
