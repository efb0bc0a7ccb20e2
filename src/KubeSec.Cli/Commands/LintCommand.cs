using System.CommandLine;
using KubeSec.Gate;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec lint</c>: the rules over manifests, and nothing that needs a store or a network.</summary>
internal static class LintCommand
{
    public static Command Create()
    {
        var arguments = new JudgementArguments();
        var command = new Command("lint", "Judge manifests by the rules alone");
        arguments.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Judgement.RunAsync(arguments.Read(parsed, GateChecks.Manifests | GateChecks.Network), cancellationToken));
        return command;
    }
}
