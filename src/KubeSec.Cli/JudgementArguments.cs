using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Reports;
using KubeSec.Rules;
using KubeSec.Signatures;

namespace KubeSec.Cli;

/// <summary>The arguments that every judging command shares.</summary>
internal sealed class JudgementArguments
{
    private static readonly string[] SeverityNames = [.. Enum.GetNames<Severity>().Select(name => name.ToLowerInvariant())];

    private readonly Argument<string[]> paths = new("PATH") { Description = "Files, folders or globs; - reads standard input", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string[]> dockerfiles = new("--dockerfile") { Description = "A Dockerfile whose base images the registry policy judges; may be repeated", HelpName = "FILE" };
    private readonly Option<string[]> engineImages = new("--engine-image") { Description = "An image of the Docker engine, by name or id; may be repeated", HelpName = "IMAGE" };
    private readonly Option<string[]> images = new("--image") { Description = "An image that no manifest names, by the registry and signature policies; may be repeated", HelpName = "REF" };
    private readonly Option<string[]> imagePresets = new("--image-preset") { Description = "A publisher whose images must be signed as it says, beside the policy's; may be repeated", HelpName = "NAME" };
    private readonly Option<bool> cluster = new("--cluster") { Description = "Judge what a live cluster holds" };
    private readonly ClusterArguments clusterArguments = new();
    private readonly Option<string?> policy = new("--policy") { Description = "Policy file [default: kubesec.yaml where there is one]", HelpName = "FILE" };
    private readonly Option<string?> failOn = new("--fail-on") { Description = "Least severity that closes the gate: " + string.Join(", ", SeverityNames), HelpName = "SEVERITY" };
    private readonly Option<string?> kubernetesVersion = new("--kubernetes-version") { Description = "Kubernetes minor the manifests are meant for", HelpName = "MINOR" };
    private readonly Option<string[]> frameworks = new("--framework") { Description = "Ask only the rules of a framework; may be repeated", HelpName = "NAME" };
    private readonly Option<string?> baseline = new("--baseline") { Description = "Findings that were there before the gate and do not count", HelpName = "FILE" };
    private readonly Option<string[]> formats = new("--format") { Description = "Form of the report: " + string.Join(", ", ReportTarget.FormatNames), HelpName = "FORMAT" };
    private readonly Option<string[]> outputs = new("--output", "-o") { Description = "Write a report to a file: sarif=out.sarif; may be repeated", HelpName = "FORMAT=FILE" };
    private readonly Option<bool> requireManifests = new("--require-manifests") { Description = "A folder or glob without any manifest is no pass" };
    private readonly Option<bool> offline = new("--offline") { Description = "Open no socket" };
    private readonly Option<bool> quiet = new("--quiet", "-q") { Description = "Only the verdict" };
    private readonly Option<bool> verbose = new("--verbose", "-v") { Description = "Also why each rule matters, what is suppressed, and what a graver finding brings along" };

    /// <summary>Adds what names images; only a command that judges them takes it.</summary>
    public void AddImagesTo(Command command)
    {
        foreach (Option<string[]> option in new[] { dockerfiles, images, engineImages, imagePresets })
        {
            command.Add(option);
        }

        imagePresets.CompletionSources.Add(_ => PublisherPresets.All.Select(preset => new CompletionItem(preset.Name)));
    }

    public void AddTo(Command command)
    {
        formats.TakeOneOf("format", ReportTarget.FormatNames);
        failOn.TakeOneOf("severity", SeverityNames);
        frameworks.TakeOneOf("framework", RuleLibrary.Frameworks);
        outputs.CompletionSources.Add(_ => ReportTarget.FormatNames.Select(name => new CompletionItem(name + "=")));
        command.Add(paths);
        foreach (Option option in new Option[] { policy, failOn, kubernetesVersion, frameworks, baseline, formats, outputs, requireManifests, offline, quiet, verbose })
        {
            command.Add(option);
        }

        command.Add(cluster);
        clusterArguments.AddTo(command);
        command.Validators.Add(RejectMixedReports);
        command.Validators.Add(RequireSomething);
    }

    public JudgementRequest Read(ParseResult parsed, GateChecks checks) => new(
        new GateOptions
        {
            Paths = parsed.GetValue(paths) ?? [],
            Dockerfiles = parsed.GetValue(dockerfiles) ?? [],
            Images = [.. (parsed.GetValue(images) ?? []).Select(image => new NamedImage(image))],
            ImagePresets = parsed.GetValue(imagePresets) ?? [],
            EngineImages = parsed.GetValue(engineImages) ?? [],
            StandardInput = Terminal.OpenInput(),
            PolicyFile = parsed.GetValue(policy),
            FailOn = parsed.GetValue(failOn) is { } severity ? Enum.Parse<Severity>(severity, ignoreCase: true) : null,
            KubernetesVersion = parsed.GetValue(kubernetesVersion),
            Frameworks = parsed.GetValue(frameworks) ?? [],
            Baseline = parsed.GetValue(baseline),
            Checks = checks,
            FailOnNoManifests = parsed.GetValue(requireManifests),
            Offline = parsed.GetValue(offline),
            Commit = Pipeline.Commit,
            Pipeline = Pipeline.Run,
        },
        ReportTarget.Read(parsed.GetValue(formats) ?? [], parsed.GetValue(outputs) ?? [], out _),
        parsed.GetValue(quiet) ? ReportDetail.Brief : parsed.GetValue(verbose) ? ReportDetail.Full : ReportDetail.Normal)
    {
        Cluster = parsed.GetValue(cluster) ? clusterArguments.Read(parsed, "") : null,
    };

    /// <summary>A judgement of nothing would pass, and offline a cluster is nothing.</summary>
    private void RequireSomething(CommandResult result)
    {
        if (result.GetValue(cluster) && result.GetValue(offline))
        {
            result.AddError("--cluster asks a server, and --offline opens no socket: name one of them");
        }

        if (!result.GetValue(cluster) && new Symbol[] { paths, dockerfiles, images, engineImages }.All(symbol => TokensOf(result, symbol) == 0))
        {
            result.AddError(result.Command.Options.Contains(images)
                ? "name what to judge: a PATH, --cluster, --dockerfile FILE, --image REF or --engine-image IMAGE"
                : "name what to judge: a PATH, --cluster, or - for standard input");
        }
    }

    private static int TokensOf(CommandResult result, Symbol symbol) => result.Children
        .Where(child => child is ArgumentResult argument ? argument.Argument == symbol : child is OptionResult option && option.Option == symbol)
        .Sum(child => child.Tokens.Count);

    /// <summary>What is written so far: on a line that is being completed an option may still wait for its value.</summary>
    private static IReadOnlyList<string> Given(CommandResult result, Option option) => [.. (result.GetResult(option)?.Tokens ?? []).Select(token => token.Value)];

    private void RejectMixedReports(CommandResult result)
    {
        ReportTarget.Read(Given(result, formats), Given(result, outputs), out string? problem);
        if (problem is not null)
        {
            result.AddError(problem);
        }
    }
}
