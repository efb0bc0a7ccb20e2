using System.CommandLine;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Manifests;
using KubeSec.Network;

namespace KubeSec.Cli.Commands.Network;

/// <summary>What the network commands share: where manifests come from, what the cluster is like, how the answer is written.</summary>
internal sealed class NetworkInput
{
    private const string ManifestsOption = "--manifests";

    private readonly Option<string[]> podRanges = new("--pod-range") { Description = "CIDR block that pods get their addresses from", HelpName = "CIDR" };
    private readonly Option<string?> policy = new("--policy") { Description = "Policy file whose network section counts [default: kubesec.yaml where there is one]", HelpName = "FILE" };
    private readonly Option<NetworkFormat> format = new("--format") { Description = "Form of the answer on standard output" };

    /// <summary>Paths as arguments.</summary>
    public static Argument<string[]> Paths() =>
        new("PATH") { Description = "Files, folders or globs; - reads standard input", Arity = ArgumentArity.OneOrMore };

    /// <summary>Paths as an option, where the arguments name workloads.</summary>
    public static Option<string[]> Manifests() => new(ManifestsOption, "-m")
    {
        Description = "Files, folders or globs; - reads standard input (default: the working folder)",
        HelpName = "PATH",
        DefaultValueFactory = _ => ["."],
    };

    public void AddTo(Command command)
    {
        command.Add(podRanges);
        command.Add(policy);
        command.Add(format);
    }

    /// <summary>Reads manifests, asks a question and writes the answer; what is wrong goes to standard error.</summary>
    public int Answer(ParseResult parsed, IReadOnlyList<string> paths, Func<NetworkAnalyzer, NetworkFormat, IReadOnlyList<Finding>, string> ask) => Guarded(parsed, () =>
    {
        (NetworkAnalyzer analyzer, IReadOnlyList<Finding> findings) = Read(parsed, paths);
        string answer = ask(analyzer, parsed.GetValue(format), findings);
        Terminal.Write(answer);
        return Tell(findings, analyzer);
    });

    /// <summary>Says what is wrong with the arguments where something is.</summary>
    public static int Guarded(ParseResult parsed, Func<int> run)
    {
        try
        {
            return run();
        }
        catch (ArgumentException fault)
        {
            Console.Error.WriteLine($"kubesec: {PlainText.WithoutParameter(fault)}{PathHint(parsed)}");
            return ExitCode.Usage;
        }
    }

    /// <summary>Some network commands take paths as arguments and some take workloads, so a path is easily put where a workload belongs.</summary>
    private static string PathHint(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.Any(option => option.Name == ManifestsOption)
        && parsed.CommandResult.Tokens.Select(token => token.Value).FirstOrDefault(Path.Exists) is { } path
            ? $"; manifests are named by {ManifestsOption} {path}"
            : "";

    /// <summary>The named policy, or that of the working folder; the defaults where neither is there.</summary>
    public GatePolicy Policy(ParseResult parsed)
    {
        string? named = parsed.GetValue(policy);
        if (named is null && !File.Exists(PolicyFile.DefaultName))
        {
            return new GatePolicy();
        }

        PolicyReading reading = PolicyFile.Read(named ?? PolicyFile.DefaultName);
        return reading.Policy ?? throw new ArgumentException(string.Join("; ", reading.Problems.Select(problem => $"{problem.Span}: {problem.Message}")));
    }

    public NetworkFormat Format(ParseResult parsed) => parsed.GetValue(format);

    public (NetworkAnalyzer Analyzer, IReadOnlyList<Finding> Findings) Read(ParseResult parsed, IReadOnlyList<string> paths)
    {
        ManifestSources sources = ManifestSources.Resolve(paths);
        if (sources.WithoutMatch.Count > 0)
        {
            throw new ArgumentException($"no manifest at {string.Join(", ", sources.WithoutMatch)}");
        }

        using TextReader standardInput = Terminal.OpenInput();
        ManifestDocument[] documents = [.. sources.Read(new ManifestReader(), standardInput)];
        IReadOnlyList<string> ranges = [.. Policy(parsed).Network.PodRanges, .. parsed.GetValue(podRanges) ?? []];
        var analyzer = new NetworkAnalyzer(documents.SelectMany(document => document.Resources), new NetworkOptions { PodRanges = ranges });
        return (analyzer, [.. documents.SelectMany(document => document.Findings), .. analyzer.Diagnostics]);
    }

    /// <summary>An answer drawn from input with faults in it is not to be relied on, and one about nobody is none.</summary>
    public static int Tell(IReadOnlyList<Finding> findings, params ReadOnlySpan<NetworkAnalyzer> analyzers)
    {
        foreach (Finding finding in findings)
        {
            string about = finding.Resource is { } resource ? $" {resource}" : "";
            Console.Error.WriteLine($"{finding.Span}: {finding.Severity.ToString().ToLowerInvariant()} {finding.Rule.Code}{about}: {finding.Message}");
        }

        foreach (NetworkAnalyzer analyzer in analyzers)
        {
            if (analyzer.Workloads.Count > 0)
            {
                return findings.Any(finding => finding.Severity >= Severity.High) ? ExitCode.Undecided : ExitCode.Pass;
            }
        }

        Console.Error.WriteLine("kubesec: there is no workload in the input, so that no connection was judged");
        return ExitCode.Undecided;
    }
}
