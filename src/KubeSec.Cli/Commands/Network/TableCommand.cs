using System.CommandLine;
using KubeSec.Network;

namespace KubeSec.Cli.Commands.Network;

/// <summary><c>kubesec network table</c>: every allowed and every undecided connection.</summary>
internal static class TableCommand
{
    public static Command Create()
    {
        var input = new NetworkInput();
        Argument<string[]> paths = NetworkInput.Paths();
        var command = new Command("table", "Every connection that is allowed, and every one that cannot be decided") { paths };
        input.AddTo(command);
        command.SetAction(parsed => input.Answer(parsed, parsed.GetRequiredValue(paths), (analyzer, format, findings) => NetworkReport.Write(analyzer.Table(), format, findings)));
        return command;
    }
}
