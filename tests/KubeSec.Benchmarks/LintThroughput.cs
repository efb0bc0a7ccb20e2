using System.Diagnostics;
using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Rules;

namespace KubeSec.Benchmarks;

/// <summary>
/// How long linting takes and how much memory it holds, beside only parsing.
/// <c>dotnet run -c Release --project tests/KubeSec.Benchmarks -- lint [FOLDER]</c> measures in this process;
/// with a folder the corpora are left there, so that another program can be measured on them.
/// </summary>
internal static class LintThroughput
{
    public static void Run(string? folder)
    {
        string root = folder ?? Path.Combine(Path.GetTempPath(), "kubesec-corpus");
        string stream = Path.Combine(root, "stream.yaml");
        string corpus = Path.Combine(root, "corpus");
        if (!Directory.Exists(corpus))
        {
            Directory.CreateDirectory(root);
            File.WriteAllText(stream, ManifestCorpus.Stream(20_000));
            ManifestCorpus.Write(corpus);
        }

        foreach ((string name, string path) in new[] { ("stream", stream), ("corpus", corpus) })
        {
            Measure(name, "parse", () => ManifestSources.Resolve([path]).Read(new ManifestReader()).Count());
            Measure(name, "lint", () => new ManifestLinter(new LintOptions()).Lint(ManifestSources.Resolve([path]).Read(new ManifestReader())).Count);
            Measure(name, "lint, all rules", () => Lint(path, [.. Enum.GetValues<RuleCategory>()]));
        }
    }

    private static int Lint(string path, IReadOnlyList<RuleCategory> categories) =>
        new ManifestLinter(new LintOptions { Categories = categories }).Lint(ManifestSources.Resolve([path]).Read(new ManifestReader())).Count;

    private static void Measure(string corpus, string what, Func<int> run)
    {
        long clock = Stopwatch.GetTimestamp();
        int count = run();
        TimeSpan taken = Stopwatch.GetElapsedTime(clock);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant($"{corpus,-8}{what,-18}{taken.TotalSeconds,7:0.00} s {process.PeakWorkingSet64 >> 20,6} MB peak so far {count,8} answers"));
    }
}
