using System.CommandLine;
using System.Globalization;
using KubeSec.Network;

namespace KubeSec.Cli.Commands.Network;

/// <summary><c>kubesec network explain</c>: the layer, policy and rule that decides one connection.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var input = new NetworkInput();
        var from = new Argument<string>("FROM") { Description = "Workload, IP address or internet" };
        var to = new Argument<string>("TO") { Description = "Workload, IP address or internet" };
        var port = new Argument<string>("PORT") { Description = "Port of the destination: 80, 53/udp" };
        Option<string[]> manifests = NetworkInput.Manifests();
        var command = new Command("explain", "The layer, policy and rule that decides one connection, and what would change it") { from, to, port, manifests };
        input.AddTo(command);
        command.SetAction(parsed => input.Answer(parsed, parsed.GetRequiredValue(manifests), (analyzer, format, findings) =>
        {
            (int number, NetworkProtocol protocol) = ReadPort(parsed.GetRequiredValue(port));
            return NetworkReport.Write(analyzer.Explain(parsed.GetRequiredValue(from), parsed.GetRequiredValue(to), number, protocol), format, findings);
        }));
        return command;
    }

    private static (int Port, NetworkProtocol Protocol) ReadPort(string text)
    {
        string[] parts = text.Split('/');
        bool known = Enum.TryParse(parts.Length == 2 ? parts[1] : "tcp", ignoreCase: true, out NetworkProtocol protocol) && Enum.IsDefined(protocol);
        return parts.Length <= 2 && known && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= 65535
            ? (port, protocol)
            : throw new ArgumentException($"'{text}' is no port such as 80 or 53/udp");
    }
}
