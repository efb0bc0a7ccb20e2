using System.Buffers;

namespace KubeSec.Feedback.Intake;

/// <summary>How far a scan for a JSON value's end has come.</summary>
internal enum JsonValueEnd
{
    /// <summary>The end lies beyond what has been read.</summary>
    More,

    /// <summary>The value ends at <see cref="JsonValueScan.Length"/>.</summary>
    Complete,

    /// <summary>This can become no JSON value.</summary>
    Broken,
}

/// <summary>Finds where a JSON value ends, without parsing it. It resumes where the bytes ran out.</summary>
internal struct JsonValueScan
{
    private const int MaximumDepth = 256;

    private static readonly SearchValues<byte> InString = SearchValues.Create("\"\\\n"u8);
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[],:"u8);

    private bool inString;
    private int depth;
    private byte last;

    public JsonValueScan()
    {
        Reason = "";
    }

    /// <summary>Bytes looked at; the value's length once complete.</summary>
    public int Length { get; private set; }

    /// <summary>Why it is broken.</summary>
    public string Reason { get; private set; }

    /// <summary>Goes on over the bytes from the value's start.</summary>
    /// <param name="bytes">Everything read since the start of the value.</param>
    /// <param name="finished">Whether the stream has no more.</param>
    /// <param name="inArray">Whether the value is an element of a top-level array.</param>
    public JsonValueEnd Run(ReadOnlySpan<byte> bytes, bool finished, bool inArray)
    {
        if (last == 0 && bytes.Length > 0 && bytes[0] is not ((byte)'{' or (byte)'[' or (byte)'"'))
        {
            return Scalar(bytes, finished, inArray);
        }

        while (Length < bytes.Length)
        {
            int step = bytes[Length..].IndexOfAny(inString ? InString : Structure);
            if (step < 0)
            {
                // A trailing backslash must be seen together with what it escapes: strings stop on it above.
                Length = bytes.Length;
                break;
            }

            Length += step;
            byte b = bytes[Length];
            if (inString && b == (byte)'\\' && Length + 1 >= bytes.Length)
            {
                break;
            }

            if (Step(b) is { } end)
            {
                return end;
            }
        }

        return finished ? Break("the value is cut off") : JsonValueEnd.More;
    }

    private JsonValueEnd? Step(byte b)
    {
        if (inString)
        {
            return StepInString(b);
        }

        // In valid JSON a value never follows another without a separator: a torn line would otherwise swallow its successor.
        if (b is (byte)'{' or (byte)'[' && last is not (0 or (byte)'{' or (byte)'[' or (byte)',' or (byte)':'))
        {
            return Break("the value is cut off");
        }

        Length++;
        switch (b)
        {
            case (byte)'"':
                inString = true;
                break;
            case (byte)'{' or (byte)'[':
                if (++depth > MaximumDepth)
                {
                    return Break($"nested deeper than {MaximumDepth}");
                }

                break;
            case (byte)'}' or (byte)']':
                if (--depth == 0)
                {
                    return JsonValueEnd.Complete;
                }

                break;
        }

        last = b;
        return null;
    }

    private JsonValueEnd? StepInString(byte b)
    {
        if (b == (byte)'\n')
        {
            return Break("a text is not closed on its line");
        }

        if (b == (byte)'\\')
        {
            Length += 2;
            return null;
        }

        Length++;
        inString = false;
        last = b;
        return depth == 0 ? JsonValueEnd.Complete : null;
    }

    private JsonValueEnd Scalar(ReadOnlySpan<byte> bytes, bool finished, bool inArray)
    {
        int end = bytes.IndexOfAny((byte)'\n', inArray ? (byte)',' : (byte)'\n', inArray ? (byte)']' : (byte)'\n');
        if (end < 0 && !finished)
        {
            return JsonValueEnd.More;
        }

        Length = end < 0 ? bytes.Length : end;
        return JsonValueEnd.Complete;
    }

    private JsonValueEnd Break(string reason)
    {
        Reason = reason;
        return JsonValueEnd.Broken;
    }
}
