using System.CommandLine;
using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Cli.Commands.Network;

/// <summary><c>kubesec network diff</c>: what a change of manifests opens and closes.</summary>
internal static class DiffCommand
{
    public static Command Create()
    {
        var input = new NetworkInput();
        var old = new Argument<string>("OLD") { Description = "File, folder or glob as it was" };
        var now = new Argument<string>("NEW") { Description = "File, folder or glob as it is to be" };
        var command = new Command("diff", "What a change of manifests opens and closes") { old, now };
        input.AddTo(command);
        command.SetAction(parsed => NetworkInput.Guarded(parsed, () =>
        {
            (NetworkAnalyzer before, IReadOnlyList<Finding> earlier) = input.Read(parsed, [parsed.GetRequiredValue(old)]);
            (NetworkAnalyzer after, IReadOnlyList<Finding> later) = input.Read(parsed, [parsed.GetRequiredValue(now)]);
            IReadOnlyList<Finding> findings = [.. earlier, .. later];
            Terminal.Write(NetworkReport.Write(NetworkAnalyzer.Diff(before, after), input.Format(parsed), findings));
            return NetworkInput.Tell(findings, before, after);
        }));
        return command;
    }
}
