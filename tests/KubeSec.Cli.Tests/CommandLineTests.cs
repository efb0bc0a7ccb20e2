using System.Diagnostics;

namespace KubeSec.Cli.Tests;

/// <summary>The command as people meet it: a process, its two streams and its exit code.</summary>
public sealed class CommandLineTests : IDisposable
{
    private const string Privileged = """
        apiVersion: v1
        kind: Pod
        metadata: {name: api, namespace: shop}
        spec:
          containers:
            - name: api
              image: ghcr.io/acme/api:1.0
              securityContext: {privileged: true}

        """;

    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-cli").FullName;

    public CommandLineTests()
    {
        File.WriteAllText(Path.Combine(folder, "pod.yaml"), Privileged);
        Directory.CreateDirectory(Path.Combine(folder, "empty"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1, "gate pod.yaml")]
    [InlineData(1, "lint pod.yaml")]
    [InlineData(0, "lint pod.yaml --framework owasp --fail-on critical --policy off.yaml")]
    [InlineData(0, "lint empty")]
    [InlineData(3, "lint empty --require-manifests")]
    [InlineData(3, "lint broken.yaml")]
    [InlineData(1, "lint broken.yaml pod.yaml")]
    [InlineData(3, "gate fine.yaml --policy store.yaml")]
    [InlineData(0, "network diff pod.yaml pod.yaml")]
    [InlineData(3, "network diff broken.yaml pod.yaml")]
    [InlineData(3, "network diff pod.yaml broken.yaml")]
    [InlineData(0, "network diff fine.yaml pod.yaml")]
    [InlineData(3, "network diff fine.yaml fine.yaml")]
    [InlineData(3, "network table fine.yaml")]
    [InlineData(2, "network table empty")]
    [InlineData(2, "lint none.yaml")]
    [InlineData(2, "lint")]
    [InlineData(2, "gate")]
    [InlineData(0, "gate --image ghcr.io/acme/api:1")]
    [InlineData(1, "gate --image docker.io/stranger/api:1 --policy ours.yaml")]
    [InlineData(1, "gate --dockerfile Dockerfile --policy ours.yaml")]
    [InlineData(2, "gate --image NoImage")]
    [InlineData(2, "gate --image ghcr.io/acme/api:1 --image-preset nobody")]
    [InlineData(3, "gate --image registry.k8s.io/pause:3.10 --image-preset kubernetes --offline")]
    [InlineData(2, "lint --image ghcr.io/acme/api:1")]
    [InlineData(2, "lint --typo pod.yaml")]
    [InlineData(2, "lint pod.yaml --format xml")]
    [InlineData(2, "lint pod.yaml --fail-on 7")]
    [InlineData(2, "lint pod.yaml --format json --format sarif")]
    [InlineData(2, "lint pod.yaml --policy wrong.yaml")]
    [InlineData(2, "lint pod.yaml --kubernetes-version two")]
    [InlineData(2, "lint fine.yaml --output sarif=/proc/none/out.sarif")]
    [InlineData(2, "unknown")]
    [InlineData(2, "rules no-such-rule")]
    [InlineData(0, "rules privileged-container")]
    [InlineData(0, "rules")]
    [InlineData(0, "doctor")]
    [InlineData(0, "completion bash")]
    [InlineData(0, "--help")]
    [InlineData(0, "--version")]
    public async Task Each_outcome_has_its_exit_code_and_no_stack_trace(int exitCode, string arguments)
    {
        File.WriteAllText(Path.Combine(folder, "broken.yaml"), "kind: [\n");
        File.WriteAllText(Path.Combine(folder, "fine.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\n");
        File.WriteAllText(Path.Combine(folder, "off.yaml"), "rules: {privileged-container: off}\n");
        File.WriteAllText(Path.Combine(folder, "ours.yaml"), "images: {allow: [ghcr.io/acme/**]}\n");
        File.WriteAllText(Path.Combine(folder, "Dockerfile"), "FROM docker.io/stranger/base:1\n");
        File.WriteAllText(Path.Combine(folder, "wrong.yaml"), "fialOn: high\n");
        File.WriteAllText(Path.Combine(folder, "store.yaml"), "feedback: {store: no/such/folder/feedback.db}\n");
        (int answer, string output, string error) = await Run(arguments.Split(' '));
        Assert.True(exitCode == answer, $"{arguments} answered {answer}\n{output}\n{error}");
        Assert.DoesNotContain("   at KubeSec", output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", output + error, StringComparison.Ordinal);
        Assert.True(exitCode is 0 || (output + error).Length > 0, "a refusal says why");
    }

    [Fact]
    public async Task A_refusal_points_at_the_help_of_the_command_that_was_meant()
    {
        Assert.EndsWith("see kubesec network explain --help\n", (await Run(["network", "explain", "web"])).Error, StringComparison.Ordinal);
        Assert.EndsWith("see kubesec --help\n", (await Run(["--typo"])).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lnt pod.yaml", "there is no command 'lnt'; did you mean 'lint'?", "see kubesec --help")]
    [InlineData("network tabel pod.yaml", "there is no command 'tabel'; did you mean 'table'?", "see kubesec network --help")]
    [InlineData("lint --fail-onn high pod.yaml", "there is no option '--fail-onn'; did you mean '--fail-on'? (a file of that name is written ./--fail-onn)", "see kubesec lint --help")]
    [InlineData("lint pod.yaml --format sarfi", "there is no format 'sarfi'; there are console, json, sarif, junit, markdown, github, gitlab, gitlab-sast, azure, html; did you mean 'sarif'?", "see kubesec lint --help")]
    [InlineData("lint pod.yaml -o sarfi=a.sarif", "'sarfi=a.sarif' names no report; write --output FORMAT=FILE with one of console, json, sarif, junit, markdown, github, gitlab, gitlab-sast, azure, html; did you mean 'sarif'?", "see kubesec lint --help")]
    [InlineData("lint pod.yaml --framework pss-restrictde", "there is no framework 'pss-restrictde'; there are pss-baseline, pss-restricted, nsa, cis, owasp, attack; did you mean 'pss-restricted'?", "see kubesec lint --help")]
    [InlineData("lint pod.yaml --fail-on hihg", "there is no severity 'hihg'; there are info, low, medium, high, critical; did you mean 'high'?", "see kubesec lint --help")]
    [InlineData("completion bsh", "there is no shell 'bsh'; there are bash, zsh, fish, powershell; did you mean 'bash'?", "see kubesec completion --help")]
    [InlineData("network table pod.yaml --max-line=5", "there is no option '--max-line'; did you mean '--max-lines'? (a file of that name is written ./--max-line=5)", "see kubesec network table --help")]
    [InlineData("incident show --forma", "there is no option '--forma'; did you mean '--format'?", "see kubesec incident show --help")]
    [InlineData("init --forse", "there is no option '--forse'; did you mean '--force'? (a file of that name is written ./--forse)", "see kubesec init --help")]
    [InlineData("incident list --al", "there is no option '--al'; did you mean '--all'?", "see kubesec incident list --help")]
    [InlineData("incident list --limt=5", "there is no option '--limt'; did you mean '--limit'?", "see kubesec incident list --help")]
    [InlineData("incident list --severty high", "there is no option '--severty'; did you mean '--severity'?", "see kubesec incident list --help")]
    [InlineData("incident triage a --to false-postive --actor ann --reason drill", "there is no state 'false-postive'; there are open, triaged, mitigated, verified, regressed, false-positive, expired; did you mean 'false-positive'?", "see kubesec incident triage --help")]
    [InlineData("lessons --severity hgih", "there is no severity 'hgih'; there are info, low, medium, high, critical; did you mean 'high'?", "see kubesec lessons --help")]
    [InlineData("--verison", "there is no option '--verison'; did you mean '--version'?", "see kubesec --help")]
    public async Task A_misspelt_word_is_answered_with_the_nearest(string arguments, string answer, string remedy) =>
        await RefusedWith($"kubesec: {answer}\nkubesec: {remedy}\n", arguments);

    [Theory]
    [InlineData("elephant", "there is no command 'elephant'", "see kubesec --help")]
    [InlineData("lint --elephant pod.yaml", "there is no option '--elephant' (a file of that name is written ./--elephant)", "see kubesec lint --help")]
    [InlineData("completion elephant", "there is no shell 'elephant'; there are bash, zsh, fish, powershell", "see kubesec completion --help")]
    public async Task A_word_that_is_like_no_other_gets_no_hint(string arguments, string answer, string remedy) =>
        await RefusedWith($"kubesec: {answer}\nkubesec: {remedy}\n", arguments);

    [Fact]
    public async Task A_misspelt_rule_is_answered_with_the_nearest_and_one_like_no_other_is_not()
    {
        await RefusedWith("kubesec: there is no rule 'host-netwrok'; did you mean 'host-network'?\n", "rules host-netwrok");
        await RefusedWith("kubesec: there is no rule 'elephant'\n", "rules elephant");
    }

    [Fact]
    public async Task A_misspelt_workload_is_answered_with_the_nearest() =>
        await RefusedWith("kubesec: 'pai' is no workload of the input and no IP address; did you mean 'api'?\n", "network reach pai -m pod.yaml");

    [Theory]
    [InlineData("'internet' is no workload", "network reach internet -m pod.yaml")]
    [InlineData("the pod range 'wide' is no CIDR block such as 10.244.0.0/16", "network table pod.yaml --pod-range wide")]
    public async Task What_a_network_question_cannot_take_is_said_without_the_names_of_the_code(string answer, string arguments) =>
        await RefusedWith($"kubesec: {answer}\n", arguments);

    [Fact]
    public async Task Who_names_a_path_where_a_workload_belongs_is_told_how_manifests_are_named() =>
        await RefusedWith("kubesec: 'empty' is no workload of the input and no IP address; manifests are named by --manifests empty\n", "network reach api empty -m pod.yaml");

    [Fact]
    public async Task A_command_that_only_holds_others_names_them() =>
        await RefusedWith("kubesec: name a command: table, reach, explain, exposure, diff, generate, lint\nkubesec: see kubesec network --help\n", "network");

    [Fact]
    public async Task Standard_input_is_judged()
    {
        (int answer, string output, _) = await Run(["lint", "-", "--format", "json"], Privileged);
        Assert.Equal(1, answer);
        Assert.Contains("\"file\": \"-\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_reports_are_written_at_once_and_the_console_stays()
    {
        (_, string output, _) = await Run(["lint", "pod.yaml", "--output", "sarif=out/a.sarif", "--output", "html=a.html"]);
        Assert.Contains("FAIL", output, StringComparison.Ordinal);
        Assert.StartsWith("{", await File.ReadAllTextAsync(Path.Combine(folder, "out", "a.sarif")), StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>", await File.ReadAllTextAsync(Path.Combine(folder, "a.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_closes_the_pipe_changes_nothing()
    {
        using Process process = Start(["lint", "pod.yaml", "--verbose"]);
        process.StandardInput.Close();
        process.StandardOutput.Close();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal((1, ""), (process.ExitCode, error));
    }

    [Fact]
    public async Task A_policy_that_init_writes_is_one_the_gate_takes()
    {
        Assert.Equal(0, (await Run(["init"])).ExitCode);
        Assert.Equal(2, (await Run(["init"])).ExitCode);
        (int answer, string output, _) = await Run(["lint", "pod.yaml", "--format", "json"]);
        Assert.Equal(1, answer);
        Assert.Contains("\"policyFile\": \"kubesec.yaml\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_editor_finds_the_schema_that_init_names_and_is_sent_to_none_that_is_not_there()
    {
        string policy = Path.Combine(folder, "kubesec.yaml");
        Assert.Equal(0, (await Run(["init"])).ExitCode);
        Assert.DoesNotContain("$schema", await File.ReadAllTextAsync(policy), StringComparison.Ordinal);
        Assert.Equal(0, (await Run(["init", "--force", "--schema"])).ExitCode);
        Assert.StartsWith("# yaml-language-server: $schema=kubesec.schema.json\n", await File.ReadAllTextAsync(policy), StringComparison.Ordinal);
        Assert.Contains("\"failOn\"", await File.ReadAllTextAsync(Path.Combine(folder, "kubesec.schema.json")), StringComparison.Ordinal);
        Assert.Equal(0, (await Run(["gate", "empty"])).ExitCode);
    }

    [Fact]
    public async Task A_baseline_lets_old_findings_be_and_stops_new_ones()
    {
        Assert.Equal(0, (await Run(["baseline", "write", "pod.yaml"])).ExitCode);
        Assert.Equal(0, (await Run(["lint", "pod.yaml", "--baseline", "kubesec.baseline.json"])).ExitCode);
        await File.WriteAllTextAsync(Path.Combine(folder, "pod.yaml"), Privileged.Replace("spec:", "spec:\n  hostNetwork: true", StringComparison.Ordinal));
        Assert.Equal(1, (await Run(["lint", "pod.yaml", "--baseline", "kubesec.baseline.json"])).ExitCode);
    }

    [Fact]
    public async Task Completion_offers_the_commands_and_options()
    {
        Assert.Contains("gate", (await Run(["[suggest:8]", "kubesec "])).Output, StringComparison.Ordinal);
        Assert.Contains("--format", (await Run(["[suggest:13]", "kubesec lint "])).Output, StringComparison.Ordinal);
    }

    private async Task RefusedWith(string error, string arguments)
    {
        (int answer, _, string said) = await Run(arguments.Split(' '));
        Assert.Equal((2, error), (answer, said));
    }

    private async Task<(int ExitCode, string Output, string Error)> Run(string[] arguments, string input = "")
    {
        using Process process = Start(arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }

    private Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "kubesec.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
