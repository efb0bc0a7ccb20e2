using System.Text;
using KubeSec.Findings;

namespace KubeSec.Manifests;

/// <summary>Tells text from what is none: a whole file by its first bytes, and single bytes by what stands in for them.</summary>
internal static class TextEncoding
{
    /// <summary>Stands in for bytes that are no UTF-8. YAML allows it nowhere, so nothing real is mistaken for it.</summary>
    public const char NoText = '\uFFFE';

    /// <summary>UTF-8 in which such bytes can be told from text.</summary>
    public static readonly Encoding Utf8 = Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(NoText.ToString()));

    private const int Sample = 4096;

    /// <summary>Opens bytes as text; the marks of UTF-16 and UTF-32 are heeded.</summary>
    public static StreamReader Open(Stream stream, int bufferSize = -1) =>
        new(stream, Utf8, detectEncodingFromByteOrderMarks: true, bufferSize);

    /// <summary>What keeps the file from being read as text, or null; the stream is left at its start.</summary>
    public static Finding? Problem(Stream stream, string file)
    {
        Span<byte> start = stackalloc byte[Sample];
        int length = stream.ReadAtLeast(start, Sample, throwOnEndOfStream: false);
        stream.Position = 0;
        start = start[..length];
        bool wide = start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
        return !wide && start.Contains((byte)0)
            ? InputRules.FileBinary.At(SourceSpan.StartOf(file), "the file holds bytes that no UTF-8 text has")
            : null;
    }
}
