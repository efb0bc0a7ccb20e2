using System.CommandLine;

namespace KubeSec.Cli.Commands.Network;

/// <summary><c>kubesec network</c>: who can reach whom, why, and the least that must be allowed.</summary>
internal static class NetworkCommand
{
    public static Command Create() => new("network", "Who can reach whom, why, and the least that must be allowed")
    {
        TableCommand.Create(),
        ReachCommand.Create(),
        ExplainCommand.Create(),
        ExposureCommand.Create(),
        DiffCommand.Create(),
        GenerateCommand.Create(),
        NetworkLintCommand.Create(),
    };
}
