using System.Diagnostics;

namespace KubeSec.Core.Tests.Feedback;

/// <summary>A disk of a few megabytes, kept in memory; the test is skipped where this process may not mount one.</summary>
public sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    public static SmallDisk Mount(int mebibytes)
    {
        string folder = Directory.CreateTempSubdirectory("kubesec-disk-").FullName;
        bool mounted = OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", FormattableString.Invariant($"size={mebibytes}m"), "tmpfs", folder);
        if (!mounted)
        {
            Directory.Delete(folder);
        }

        Skip.IfNot(mounted, "mounting a small disk takes root and CAP_SYS_ADMIN");
        return new SmallDisk(folder);
    }

    /// <summary>Lets nothing be written any more.</summary>
    public void MakeReadOnly() => Assert.True(Run("mount", "-o", "remount,ro", Folder));

    public void Dispose()
    {
        Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
