using System.CommandLine;
using KubeSec.Cli;
using KubeSec.Cli.Commands;

var root = new RootCommand("Judges Kubernetes manifests, images and run-time incidents at build time: may this be deployed?")
{
    GateCommand.Create(),
    LintCommand.Create(),
    VerifyBundleCommand.Create(),
};
ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (string message in parsed.Errors.Select(error => error.Message).Distinct())
    {
        Console.Error.WriteLine($"kubesec: {message}");
    }

    return ExitCode.Usage;
}

return await parsed.InvokeAsync();
