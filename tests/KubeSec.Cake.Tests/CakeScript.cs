using System.Text.RegularExpressions;
using KubeSec.Tests;

namespace KubeSec.Cake.Tests;

/// <summary>Runs scripts under the real Cake runner, with the addin restored from the packages just packed.</summary>
public sealed partial class CakeScript : IDisposable
{
    private static readonly string Runner = Path.Combine(
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
        "cake.tool", "7.0.0", "tools", "net10.0", "any", "Cake.dll");

    private readonly PackedPackages packages = new();

    /// <summary>Where scripts run.</summary>
    public string Folder => packages.Folder.FullName;

    /// <summary>Writes a manifest below the folder of the script.</summary>
    public void Manifest(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Runs a script that has the addin.</summary>
    public ProcessRun Run(string script, string verbosity = "normal")
    {
        string addin = $"#addin \"nuget:file://{packages.Feed}?package=KubeSec.Cake&version={packages.Version}&prerelease&loaddependencies=true\"\n";
        File.WriteAllText(Path.Combine(Folder, "build.cake"), addin + script);
        ProcessRun run = ProcessRun.Start("dotnet", [Runner, "build.cake", $"--verbosity={verbosity}"], Folder);
        return run with { Output = Colours().Replace(run.Output, ""), Error = Colours().Replace(run.Error, "") };
    }

    /// <inheritdoc/>
    public void Dispose() => packages.Dispose();

    /// <summary>Cake colours each argument of a message even where output is no terminal.</summary>
    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colours();
}
