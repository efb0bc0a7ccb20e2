using KubeSec.Tests;

namespace KubeSec.Cli.Tests;

/// <summary>Completion as shells ask for it.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-completion").FullName;

    public CompletionTests()
    {
        string program = Path.Combine(folder, "kubesec");
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "kubesec.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        }
    }

    [SkippableTheory]
    [InlineData("kubesec ga", "gate")]
    [InlineData("kubesec gate --format ", "azure console github gitlab gitlab-sast html json junit markdown sarif")]
    [InlineData("kubesec gate --output sar", "sarif=")]
    [InlineData("kubesec gate --fail-on me", "medium")]
    [InlineData("kubesec rules privileged-container-", "privileged-container-port")]
    [InlineData("kubesec gate --image-preset ky", "kyverno")]
    [InlineData("kubesec gate po", "")]
    public void Bash_offers_what_may_follow_and_leaves_files_to_itself(string line, string offered)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "bash is asked");
        string script = "source <(kubesec completion bash); COMP_LINE=\"$1\"; COMP_POINT=${#1}; read -ra COMP_WORDS <<<\"$1\"; "
            + "[[ $1 == *' ' ]] && COMP_WORDS+=(''); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _kubesec; echo \"${COMPREPLY[*]}\"";
        ProcessRun run = ProcessRun.Start("bash", ["-c", script, "bash", line], folder, new Dictionary<string, string> { ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}" });
        Assert.Equal((offered, ""), (run.Output.TrimEnd(), run.Error));
    }

    [SkippableFact]
    public void Fish_offers_what_may_follow()
    {
        string fish = RealParts.Program("fish");
        ProcessRun run = ProcessRun.Start(
            fish,
            ["-c", "kubesec completion fish | source; complete -C 'kubesec ga'; complete -C 'kubesec gate --fail-on me'"],
            folder,
            new Dictionary<string, string> { ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}", ["HOME"] = folder });
        Assert.Equal(["gate", "medium"], run.Succeeded().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [SkippableFact]
    public void Zsh_reads_its_script()
    {
        string zsh = RealParts.Program("zsh");
        string script = Path.Combine(folder, "_kubesec");
        File.WriteAllText(script, ProcessRun.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "kubesec.dll"), "completion", "zsh"], folder).Succeeded().Output);
        ProcessRun.Start(zsh, ["-n", script], folder).Succeeded();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
