using System.Text;

namespace KubeSec.Gate;

/// <summary>Writes files that nobody ever reads half of: beside the place first, then moved there.</summary>
public static class WholeFile
{
    /// <summary>Writes a text as UTF-8; its folder is made where it is missing.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(text);
        Write(path, file => file.Write(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Writes a file; its folder is made where it is missing.</summary>
    internal static void Write(string path, Action<Stream> content)
    {
        string target = Path.GetFullPath(path);
        if (IsDevice(target))
        {
            using FileStream device = new(target, FileMode.Open, FileAccess.Write);
            content(device);
            return;
        }

        if (new FileInfo(target).LinkTarget is not null)
        {
            target = File.ResolveLinkTarget(target, returnFinalTarget: true)!.FullName;
        }

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

    /// <summary>A device or a stream of the process is written into; to put a file in its place would break the machine.</summary>
    private static bool IsDevice(string target) =>
        !OperatingSystem.IsWindows() && (target.StartsWith("/dev/", StringComparison.Ordinal) || target.StartsWith("/proc/", StringComparison.Ordinal));
}
