using System.CommandLine;
using KubeSec.Network;

namespace KubeSec.Cli.Commands.Network;

/// <summary><c>kubesec network exposure</c>: what is open to the outside and to pods not in the input.</summary>
internal static class ExposureCommand
{
    public static Command Create()
    {
        var input = new NetworkInput();
        Argument<string[]> paths = NetworkInput.Paths();
        var command = new Command("exposure", "What is open to the outside world and to pods that are not in the input") { paths };
        input.AddTo(command);
        command.SetAction(parsed => input.Answer(parsed, parsed.GetRequiredValue(paths), (analyzer, format, findings) => NetworkReport.Write(analyzer.Exposure(), format, findings)));
        return command;
    }
}
