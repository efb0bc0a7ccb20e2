using KubeSec.Findings;

namespace KubeSec.Manifests;

/// <summary>Tells text from what is none by the first bytes of a file.</summary>
internal static class TextEncoding
{
    private const int Sample = 4096;

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
