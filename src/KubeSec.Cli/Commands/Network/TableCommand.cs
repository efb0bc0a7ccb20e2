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
        var maximum = new Option<int>("--max-lines") { Description = "Most lines; what is left out is counted", HelpName = "NUMBER", DefaultValueFactory = _ => 250_000 };
        maximum.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--max-lines must be 1 or more");
            }
        });
        var command = new Command("table", "Every connection that is allowed, and every one that cannot be decided") { paths, maximum };
        input.AddTo(command);
        command.SetAction(parsed => input.Answer(parsed, parsed.GetRequiredValue(paths), (analyzer, format, findings) =>
            NetworkReport.Write(analyzer.Table(parsed.GetValue(maximum)), format, findings)));
        return command;
    }
}
