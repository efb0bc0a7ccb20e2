using KubeSec.Tests;

namespace KubeSec.Cli.Tests;

/// <summary>The guides as a reader follows them: every command is run in a copy of the shop, every output shown is the real one.</summary>
public sealed partial class GuideTests
{
    private static readonly string Root = FindRoot();

    public static TheoryData<string> Guides()
    {
        var guides = new TheoryData<string>();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Root, "docs", "guides"), "*.md").Order(StringComparer.Ordinal))
        {
            guides.Add(Path.GetFileName(file));
        }

        return guides;
    }

    [SkippableTheory]
    [MemberData(nameof(Guides))]
    public void What_a_guide_says_is_what_happens(string guide) => FollowPage(Path.Combine("docs", "guides", guide), shop => shop);

    [Fact]
    public void What_the_readme_says_is_what_happens() => FollowPage("README.md", shop => Path.Combine(shop, "..", ".."));

    [Fact]
    public void Every_link_of_a_page_leads_somewhere()
    {
        IEnumerable<string> pages = Directory.EnumerateFiles(Path.Combine(Root, "docs", "guides"), "*.md")
            .Append(Path.Combine(Root, "README.md")).Append(Path.Combine(Root, "CONTRIBUTING.md"));
        string[] broken = [.. pages.SelectMany(page => LinkPattern().Matches(File.ReadAllText(page))
            .Select(match => match.Groups[1].Value.Split('#')[0])
            .Where(link => link.Length > 0 && !link.Contains(':', StringComparison.Ordinal))
            .Where(link => !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, link)))
            .Select(link => $"{Path.GetFileName(page)}: {link}"))];
        Assert.Empty(broken);
    }

    [Theory]
    [InlineData("a\n…\nc\n", "a\nb\nc\n", true)]
    [InlineData("a\n…\n", "a\nb\nc\n", true)]
    [InlineData("a\nc\n", "a\nb\nc\n", false)]
    [InlineData("a\n", "a\nb\n", false)]
    [InlineData("…\nb\n", "a\nb\nc\n", false)]
    public void An_output_shown_with_gaps_has_to_agree_in_all_else(string shown, string real, bool agrees) =>
        Assert.Equal(agrees, GuideStep.Difference(shown, real) is null);

    private static void FollowPage(string page, Func<string, string> whereFrom)
    {
        IReadOnlyList<GuideStep> steps = GuideStep.Read(File.ReadAllText(Path.Combine(Root, page)));
        string folder = Directory.CreateTempSubdirectory("kubesec-guide").FullName;
        try
        {
            Environment(folder, out Dictionary<string, string> environment, out string shop);
            if (steps.Any(step => step.Kind == GuideStepKind.Run && step.Text.Contains("$TEAM_STORE", StringComparison.Ordinal)))
            {
                environment["TEAM_STORE"] = PostgresServer.RequireAsync().GetAwaiter().GetResult().CreateDatabaseAsync().GetAwaiter().GetResult();
            }

            ProcessRun? last = null;
            foreach (GuideStep step in steps)
            {
                last = Follow(step, page, whereFrom(shop), environment, last);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ProcessRun? Follow(GuideStep step, string guide, string work, Dictionary<string, string> environment, ProcessRun? last)
    {
        string place = $"{guide} line {step.Line}";
        switch (step.Kind)
        {
            case GuideStepKind.File:
                string file = Path.Combine(work, step.Subject);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllText(file, step.Text);
                return last;
            case GuideStepKind.RunElsewhere:
                string script = File.ReadAllText(Path.Combine(Root, step.Subject));
                string[] missing = [.. step.Text.Split('\n').Select(line => line.Split("  #")[0].Trim())
                    .Where(line => line.Length > 0 && line[0] != '#' && !script.Contains(line, StringComparison.Ordinal))];
                Assert.True(missing.Length == 0, $"{place}: {step.Subject} does not run {string.Join(" | ", missing)}");
                return last;
            case GuideStepKind.Run:
                ProcessRun run = ProcessRun.Start("bash", ["-e", "-o", "pipefail", "-c", step.Text], work, environment);
                Assert.True(run.ExitCode == step.ExitCode, $"{place} exits with {run.ExitCode}:\n{step.Text}\n{run.Text}");
                return run;
            case GuideStepKind.Output:
                Assert.True(last is not null, $"{place}: an output without a command");
                string? difference = GuideStep.Difference(step.Text, last.Text);
                Assert.True(difference is null, $"{place} shows what is not printed: {difference}\n--- printed:\n{last.Text}");
                return last;
            default:
                return last;
        }
    }

    /// <summary>A folder like the reader's: the shop as a git repository, and <c>kubesec</c> on the path.</summary>
    private static void Environment(string folder, out Dictionary<string, string> environment, out string work)
    {
        work = Path.Combine(folder, "repository", "samples", "shop");
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Root, "samples", "shop"), "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(Path.Combine(Root, "samples", "shop"), file);
            if (name.StartsWith(".kubesec", StringComparison.Ordinal))
            {
                continue; // the store of somebody who tried the shop by hand
            }

            string copy = Path.Combine(work, name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        string bin = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        string program = Path.Combine(bin, "kubesec");
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "kubesec.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        environment = new Dictionary<string, string>
        {
            ["PATH"] = $"{bin}:{System.Environment.GetEnvironmentVariable("PATH")}",
            ["TZ"] = "UTC",
            ["HOME"] = folder,
            ["DOTNET_CLI_HOME"] = folder,
            ["GIT_AUTHOR_NAME"] = "reader",
            ["GIT_AUTHOR_EMAIL"] = "reader@acme.example",
            ["GIT_COMMITTER_NAME"] = "reader",
            ["GIT_COMMITTER_EMAIL"] = "reader@acme.example",
        };
        ProcessRun.Start("bash", ["-c", "git init -q && git add . && git commit -qm 'The shop'"], work, environment).Succeeded();
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "KubeSec.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests run outside the repository.");
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial System.Text.RegularExpressions.Regex LinkPattern();
}
