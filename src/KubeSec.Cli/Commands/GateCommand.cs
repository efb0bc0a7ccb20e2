using System.CommandLine;
using KubeSec.Gate;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec gate</c>: everything the policy asks for.</summary>
internal static class GateCommand
{
    public static Command Create()
    {
        var arguments = new JudgementArguments();
        var command = new Command("gate", "Judge manifests, images, signatures and lessons: may this be deployed?");
        arguments.AddTo(command);
        arguments.AddImagesTo(command);
        command.SetAction((parsed, cancellationToken) => Judgement.RunAsync(arguments.Read(parsed, GateChecks.All), cancellationToken));
        return command;
    }
}
