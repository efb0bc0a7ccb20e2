using KubeSec.Findings;

namespace KubeSec.Manifests;

/// <summary>A file of manifests.</summary>
/// <param name="Name">The name that findings carry.</param>
/// <param name="Path">Where it is.</param>
internal sealed record ManifestFile(string Name, string Path)
{
    private const int LargeFrom = 512 * 1024;

    /// <summary>Its size in bytes; 0 where it has none, as a pipe, or is not there.</summary>
    public long Length { get; } = SizeOf(Path);

    /// <summary>Whether it can be held in memory whole, so that reading and cutting it need not be waited for.</summary>
    public bool IsSmall => Length is > 0 and <= LargeFrom;

    /// <summary>Opens it as text, or says why it cannot be read.</summary>
    public (TextReader? Text, Finding? Problem) Open()
    {
        try
        {
            int bufferSize = IsSmall ? Math.Min((int)Length + 1, 16 * 1024) : 16 * 1024;
            var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize, FileOptions.SequentialScan);
            Finding? problem = TextEncoding.Problem(stream, Name);
            if (problem is null)
            {
                return (TextEncoding.Open(stream, bufferSize), null);
            }

            stream.Dispose();
            return (null, problem);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, InputRules.FileUnreadable.At(SourceSpan.StartOf(Name), $"the file cannot be read: {fault.Message}"));
        }
    }

    private static long SizeOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : 0;
    }
}
