using System.Diagnostics;
using KubeSec.Gate;
using KubeSec.Manifests;
using KubeSec.Reports;

namespace KubeSec.Benchmarks;

/// <summary>
/// How long a lint run takes, beside only reading and only parsing the same files, and whether it grows with its input.
/// <c>dotnet run -c Release --project tests/KubeSec.Benchmarks -- lint [FOLDER [KUBESEC]]</c>: the corpora are left in the
/// folder; with the path of a native kubesec that program is measured on them as well. Bounds, native on two cores:
/// the corpus in 2.0 s and 220 MB, every rule on, SARIF out; one manifest in 18 ms.
/// </summary>
internal static class LintThroughput
{
    private const int CorpusFiles = 7_500;

    public static void Run(string? folder, string? native)
    {
        string root = folder ?? Path.Combine(Path.GetTempPath(), "kubesec-corpus");
        string whole = Corpus(root, "corpus", CorpusFiles);
        string half = Corpus(root, "half", CorpusFiles / 2);
        double read = Measure("only reading", () => Directory.EnumerateFiles(whole, "*", SearchOption.AllDirectories).Sum(file => (long)File.ReadAllBytes(file).Length));
        double parse = Measure("only parsing", () => ManifestSources.Resolve([whole]).Read(new ManifestReader()).Count());
        Measure("half the corpus, first", () => Judge(half, root));
        double halfRun = Measure("half the corpus", () => Judge(half, root));
        double run = Measure("the corpus", () => Judge(whole, root));
        Say($"the corpus takes {run / read:0.0} times reading, {run / parse:0.0} times parsing, {run / halfRun:0.0} times its half");
        OneKind.Measure();
        if (native is not null)
        {
            NativeRun.Measure(native, root, "the corpus", "lint", whole, "--policy", Path.Combine(root, "every-rule.yaml"), "-q", "-o", "sarif=" + Path.Combine(root, "native.sarif"));
            NativeRun.Measure(native, root, "one manifest", "lint", Path.Combine(whole, "001", "00001.yaml"), "-q");
            NativeRun.Measure(native, root, "its version", "--version");
        }
    }

    internal static double Measure(string what, Func<long> run)
    {
        long clock = Stopwatch.GetTimestamp();
        long answer = run();
        double seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Say($"{what,-40}{seconds,7:0.00} s {process.PeakWorkingSet64 >> 20,6} MB peak so far {answer,10}");
        return seconds;
    }

    internal static void Say(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));

    private static long Judge(string corpus, string root)
    {
        var gate = new SecurityGate(new GateOptions
        {
            Paths = [corpus],
            Checks = GateChecks.Manifests | GateChecks.Images,
            PolicyFile = Path.Combine(root, "every-rule.yaml"),
        });
        GateResult result = gate.JudgeAsync().GetAwaiter().GetResult();
        ReportWriter.WriteFile(ReportFormat.Sarif, result, Path.Combine(root, "out.sarif"));
        return result.Findings.Count;
    }

    private static string Corpus(string root, string name, int files)
    {
        string corpus = Path.Combine(root, name);
        if (!Directory.Exists(corpus))
        {
            Directory.CreateDirectory(root);
            File.WriteAllText(Path.Combine(root, "every-rule.yaml"), "rules:\n  reliability: on\n  controlPlane: on\n");
            ManifestCorpus.Write(corpus, files);
        }

        return corpus;
    }
}
