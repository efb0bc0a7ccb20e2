using System.Diagnostics;
using KubeSec.Tests;

namespace KubeSec.Cli.Tests;

/// <summary>Runs the command line as its users do: as a process in a folder.</summary>
internal static class KubesecProcess
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "kubesec.dll");

    /// <summary>Runs it with the machine's network.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(string folder, params string[] arguments) =>
        RunAsync(folder, new Dictionary<string, string?>(), arguments);

    /// <summary>Runs it with further variables in its environment; null takes one away.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(string folder, IReadOnlyDictionary<string, string?> variables, params string[] arguments) =>
        StartAsync(folder, "dotnet", [Program, .. arguments], variables);

    /// <summary>Runs it in a network namespace that has no interface but its own.</summary>
    public static Task<(int ExitCode, string Output)> RunWithoutNetworkAsync(string folder, params string[] arguments) => StartAsync(
        folder, RealParts.Program("unshare"), ["--net", "--map-root-user", "dotnet", Program, .. arguments], new Dictionary<string, string?>());

    private static async Task<(int ExitCode, string Output)> StartAsync(string folder, string program, string[] arguments, IReadOnlyDictionary<string, string?> variables)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOCKER_CONFIG"] = folder },
        };
        foreach ((string name, string? value) in variables)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
