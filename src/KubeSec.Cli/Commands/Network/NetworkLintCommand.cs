using System.CommandLine;
using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Cli.Commands.Network;

/// <summary><c>kubesec network lint</c>: what the policies leave open, or get wrong.</summary>
internal static class NetworkLintCommand
{
    public static Command Create()
    {
        var input = new NetworkInput();
        Argument<string[]> paths = NetworkInput.Paths();
        var failOn = new Option<Severity>("--fail-on") { Description = "Least severity that makes the command fail", DefaultValueFactory = _ => Severity.High };
        var command = new Command("lint", "What network policies leave open, or get wrong") { paths, failOn };
        input.AddTo(command);
        command.SetAction(parsed =>
        {
            Severity worst = Severity.Info;
            int code = input.Answer(parsed, parsed.GetRequiredValue(paths), (analyzer, format, _) =>
            {
                IReadOnlyList<Finding> findings = analyzer.Lint();
                worst = findings.Select(finding => finding.Severity).DefaultIfEmpty(Severity.Info).Max();
                return NetworkReport.Write(findings, format);
            });
            return code == ExitCode.Pass && worst >= parsed.GetValue(failOn) ? ExitCode.Failed : code;
        });
        return command;
    }
}
