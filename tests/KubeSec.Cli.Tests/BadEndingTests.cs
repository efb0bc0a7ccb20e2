using System.Diagnostics;
using KubeSec.Tests;

namespace KubeSec.Cli.Tests;

/// <summary>What goes wrong around the command: it is stopped half-way, its report cannot be written, a tool is not there.</summary>
public sealed class BadEndingTests : IDisposable
{
    private const string Command = "kubesec.dll";

    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-ending").FullName;

    public BadEndingTests() => File.WriteAllText(
        Path.Combine(folder, "pod.yaml"), "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: n}\nspec: {containers: [{name: c, image: x, securityContext: {privileged: true}}]}\n");

    [SkippableTheory]
    [InlineData("INT", 2)]
    [InlineData("TERM", 15)]
    public async Task A_run_that_is_stopped_says_so_and_leaves_no_report(string signal, int number)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "signals are sent with kill");
        string ignored = (await File.ReadAllLinesAsync("/proc/self/status")).First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        Skip.If((Convert.ToUInt64(ignored[7..].Trim(), 16) >> (number - 1) & 1) == 1, "the test itself was started with the signal ignored");
        using Process process = Start("lint", "-", "--output", "json=out.json", "--quiet");
        // More than a pipe holds: once it is written, the command is reading.
        await process.StandardInput.WriteAsync(string.Concat(Enumerable.Repeat("# waiting for more\n", 20_000)));
        await process.StandardInput.FlushAsync();
        await RealProcess.RunAsync("kill", $"-{signal}", $"{process.Id}");
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal((3, "kubesec: cancelled; nothing was decided\n"), (process.ExitCode, error));
        Assert.Equal(["pod.yaml"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("pod.yaml/out.json")]
    public void A_report_that_cannot_be_written_is_named_and_nothing_is_left_beside_it(string file)
    {
        ProcessRun run = Run("lint", "pod.yaml", "--quiet", "--output", $"json={file}");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"kubesec: the report {file} cannot be written", run.Error, StringComparison.Ordinal);
        Assert.Equal(["pod.yaml"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
    }

    [SkippableFact]
    public void A_report_written_to_a_device_leaves_the_device_where_it_is()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "devices are files");
        Assert.Equal(1, Run("lint", "pod.yaml", "--quiet", "--output", "json=/dev/null").ExitCode);
        Assert.Equal("character special file\n", ProcessRun.Start("stat", ["-c", "%F", "/dev/null"], folder).Output);
        Assert.Contains("\"verdict\"", Run("lint", "pod.yaml", "--quiet", "--output", "json=/dev/stdout").Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(2, "the report on standard output cannot be written: No space left on device", "lint", "pod.yaml", "--format", "json")]
    [InlineData(3, "stopped half-way: No space left on device", "rules")]
    public void Output_that_finds_no_room_is_no_success(int exitCode, string answer, params string[] arguments)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "a device that is always full");
        ProcessRun run = Shell($"{Kubesec} {string.Join(' ', arguments)} > /dev/full");
        Assert.Equal((exitCode, $"kubesec: {answer}\n"), (run.ExitCode, run.Error));
    }

    [SkippableTheory]
    [InlineData("gate pod.yaml", 1)]
    [InlineData("rules", 0)]
    [InlineData("network table pod.yaml", 0)]
    public void A_reader_that_has_seen_enough_changes_neither_exit_code_nor_error(string arguments, int exitCode)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "pipes of a shell");
        ProcessRun run = Shell($"{{ {Kubesec} {arguments}; echo $? > code; }} | head -1");
        Assert.Equal(($"{exitCode}\n", ""), (File.ReadAllText(Path.Combine(folder, "code")), run.Error));
        Assert.NotEmpty(run.Output);
    }

    [Fact]
    public void An_export_that_cannot_be_written_leaves_what_was_there()
    {
        File.WriteAllText(Path.Combine(folder, "falco.ndjson"), "");
        Run("incident", "record", "falco.ndjson", "--store", "store.db");
        Directory.CreateDirectory(Path.Combine(folder, "taken.json"));
        ProcessRun run = Run("incident", "export", "--format", "sarif", "--store", "store.db", "--output", "taken.json");
        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain(Directory.GetFiles(folder), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void A_report_is_written_through_a_link()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "links need rights elsewhere");
        File.CreateSymbolicLink(Path.Combine(folder, "latest.json"), Path.Combine(folder, "real.json"));
        File.WriteAllText(Path.Combine(folder, "real.json"), "old");
        Run("lint", "pod.yaml", "--quiet", "--output", "json=latest.json");
        Assert.StartsWith("{", File.ReadAllText(Path.Combine(folder, "real.json")), StringComparison.Ordinal);
        Assert.NotNull(new FileInfo(Path.Combine(folder, "latest.json")).LinkTarget);
    }

    [Fact]
    public void A_tool_that_is_not_there_is_named_with_what_to_do_instead()
    {
        string chart = Directory.CreateDirectory(Path.Combine(folder, "chart", "templates")).Parent!.FullName;
        File.WriteAllText(Path.Combine(chart, "Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
        File.WriteAllText(Path.Combine(chart, "templates", "pod.yaml"), "apiVersion: v1\nkind: Pod\nmetadata: {name: {{ .Release.Name }}}\n");
        string dotnet = Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "/usr/bin/dotnet";
        ProcessRun run = ProcessRun.Start(dotnet, [Path.Combine(AppContext.BaseDirectory, Command), "lint", "chart"], folder, new Dictionary<string, string> { ["PATH"] = folder });
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("'helm' is not in PATH; install it, or judge the output of helm template", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_of_a_newer_version_asks_for_a_newer_kubesec()
    {
        File.WriteAllText(Path.Combine(folder, "kubesec.yaml"), "version: 2\nnewThings: {}\n");
        ProcessRun run = Run("gate", "pod.yaml");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("this policy is written in version 2 of the format, and this kubesec reads version 1; update kubesec", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_rule_mends_nothing()
    {
        ProcessRun run = Run("fix", "pod.yaml", "--rule", "privileged-contaner");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("there is no rule 'privileged-contaner'; did you mean 'privileged-container'?", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private ProcessRun Run(params string[] arguments) => ProcessRun.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, Command), .. arguments], folder);

    private static string Kubesec => $"dotnet {Path.Combine(AppContext.BaseDirectory, Command)}";

    private ProcessRun Shell(string line) => ProcessRun.Start("sh", ["-c", line], folder);

    private Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, Command), .. arguments])
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
