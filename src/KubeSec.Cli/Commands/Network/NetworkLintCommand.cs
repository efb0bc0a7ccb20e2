using System.CommandLine;
using KubeSec.Gate;

namespace KubeSec.Cli.Commands.Network;

/// <summary><c>kubesec network lint</c>: what the policies leave open or get wrong, and the assertions of the policy file.</summary>
internal static class NetworkLintCommand
{
    public static Command Create()
    {
        var arguments = new JudgementArguments();
        var command = new Command("lint", "What network policies leave open, or get wrong");
        arguments.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Judgement.RunAsync(arguments.Read(parsed, GateChecks.Network), cancellationToken));
        return command;
    }
}
