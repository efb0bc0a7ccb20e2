using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace KubeSec.Manifests.Rendering;

/// <summary>What a program answered: its output, or why there is none.</summary>
internal readonly record struct RenderOutput(string? Text, string? Problem);

/// <summary>Runs helm, kustomize or kubectl where PATH has them, with caps on time and output.</summary>
internal static class RenderProgram
{
    private const int LongestOutput = 64 * 1024 * 1024;
    private const int LongestError = 2000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The full path of a program, or null where PATH has none.</summary>
    public static string? Find(string name)
    {
        string file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }

    public static RenderOutput Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        try
        {
            using Process process = Process.Start(start)!;
            return Collect(process, Path.GetFileNameWithoutExtension(program));
        }
        catch (Win32Exception fault)
        {
            return new RenderOutput(null, $"{program} cannot be run: {fault.Message}");
        }
    }

    private static RenderOutput Collect(Process process, string name)
    {
        Task<string?> output = Task.Run(() => ReadUpTo(process.StandardOutput, LongestOutput));
        Task<string?> errors = Task.Run(() => ReadUpTo(process.StandardError, LongestOutput));
        bool inTime = Task.WaitAll([output, errors], Patience) && process.WaitForExit(Patience);
        if (!inTime)
        {
            process.Kill(entireProcessTree: true);
            return new RenderOutput(null, FormattableString.Invariant($"{name} did not finish within {Patience.TotalSeconds} seconds"));
        }

        if (output.Result is not { } text)
        {
            return new RenderOutput(null, FormattableString.Invariant($"{name} wrote more than {LongestOutput} characters"));
        }

        string error = (errors.Result ?? "").Trim().ReplaceLineEndings(" ");
        return process.ExitCode == 0
            ? new RenderOutput(text, null)
            : new RenderOutput(null, FormattableString.Invariant($"{name} ended with {process.ExitCode}: {(error.Length > LongestError ? error[..LongestError] : error)}"));
    }

    /// <summary>The whole stream, or null where it is longer; the rest is still drained, so that the program can end.</summary>
    private static string? ReadUpTo(StreamReader stream, int limit)
    {
        var text = new StringBuilder();
        char[] buffer = new char[16 * 1024];
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            if (text.Length <= limit)
            {
                text.Append(buffer, 0, read);
            }
        }

        return text.Length <= limit ? text.ToString() : null;
    }
}
