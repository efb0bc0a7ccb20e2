using System.CommandLine;
using KubeSec.Network;

namespace KubeSec.Cli.Commands.Network;

/// <summary><c>kubesec network reach</c>: how far a taken container gets, or whether it gets to one place.</summary>
internal static class ReachCommand
{
    public static Command Create()
    {
        var input = new NetworkInput();
        var from = new Argument<string>("FROM") { Description = "Workload: name, namespace/name or namespace/name[Kind]" };
        var to = new Argument<string?>("TO") { Description = "Only the way to this workload", Arity = ArgumentArity.ZeroOrOne };
        Option<string[]> manifests = NetworkInput.Manifests();
        var command = new Command("reach", "Everything a workload can reach in any number of steps") { from, to, manifests };
        input.AddTo(command);
        command.SetAction(parsed => input.Answer(parsed, parsed.GetRequiredValue(manifests), (analyzer, format, findings) =>
        {
            string start = parsed.GetRequiredValue(from);
            ReachReport reach = parsed.GetValue(to) is { } target ? analyzer.Reach(start, target) : analyzer.Reach(start);
            return NetworkReport.Write(reach, format, findings);
        }));
        return command;
    }
}
