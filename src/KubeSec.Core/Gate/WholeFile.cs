namespace KubeSec.Gate;

/// <summary>Writes files that nobody ever reads half of: beside the place first, then moved there.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file; its folder is made where it is missing.</summary>
    public static void Write(string path, Action<Stream> content)
    {
        string target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        string unfinished = FormattableString.Invariant($"{target}.{Environment.ProcessId}.tmp");
        try
        {
            using (FileStream output = File.Create(unfinished))
            {
                content(output);
            }

            File.Move(unfinished, target, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
