using System.Diagnostics;
using KubeSec.Tests;

namespace KubeSec.Cli.Tests;

/// <summary>Runs the command line as its users do: as a process in a folder.</summary>
internal static class KubesecProcess
{
    /// <summary>What the tests' registry brings with its framework is not beside the program here, so their own lists of files are used.</summary>
    private static readonly string[] Program =
    [
        "exec", "--runtimeconfig", InBase("KubeSec.Cli.Tests.runtimeconfig.json"), "--depsfile", InBase("KubeSec.Cli.Tests.deps.json"), InBase("kubesec.dll"),
    ];

    /// <summary>Runs it with the machine's network.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(string folder, params string[] arguments) =>
        StartAsync(folder, "dotnet", [.. Program, .. arguments]);

    /// <summary>Runs it in a network namespace that has no interface but its own.</summary>
    public static Task<(int ExitCode, string Output)> RunWithoutNetworkAsync(string folder, params string[] arguments) => StartAsync(
        folder, RealParts.Program("unshare"), ["--net", "--map-root-user", "dotnet", .. Program, .. arguments]);

    private static string InBase(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private static async Task<(int ExitCode, string Output)> StartAsync(string folder, string program, string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOCKER_CONFIG"] = folder },
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
