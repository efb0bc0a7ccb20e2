using System.CommandLine;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Reports;

namespace KubeSec.Cli;

/// <summary>The arguments that every judging command shares.</summary>
internal sealed class JudgementArguments
{
    private readonly Argument<string[]> paths = new("PATH") { Description = "Files, folders or globs; - reads standard input", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> policy = new("--policy") { Description = "Policy file (default: kubesec.yaml)", HelpName = "FILE" };
    private readonly Option<Severity?> failOn = new("--fail-on") { Description = "Least severity that closes the gate" };
    private readonly Option<string?> kubernetesVersion = new("--kubernetes-version") { Description = "Kubernetes minor the manifests are meant for", HelpName = "MINOR" };
    private readonly Option<string[]> frameworks = new("--framework") { Description = "Report only what a framework asks for", HelpName = "NAME" };
    private readonly Option<ReportFormat> format = new("--format") { Description = "Form of the report on standard output" };

    public void AddTo(Command command)
    {
        command.Add(paths);
        command.Add(policy);
        command.Add(failOn);
        command.Add(kubernetesVersion);
        command.Add(frameworks);
        command.Add(format);
    }

    public (GateOptions Gate, ReportFormat Format) Read(ParseResult parsed, GateChecks checks) => (new GateOptions
    {
        Paths = parsed.GetRequiredValue(paths),
        StandardInput = Console.In,
        PolicyFile = parsed.GetValue(policy),
        FailOn = parsed.GetValue(failOn),
        KubernetesVersion = parsed.GetValue(kubernetesVersion),
        Frameworks = parsed.GetValue(frameworks) ?? [],
        Checks = checks,
    }, parsed.GetValue(format));
}
