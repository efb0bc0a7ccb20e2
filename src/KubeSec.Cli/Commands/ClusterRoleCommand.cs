using System.CommandLine;
using KubeSec.Cluster;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec cluster role</c>: the rights that reading a cluster needs, as a ClusterRole to review and apply.</summary>
internal static class ClusterRoleCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Description = "The role's name", HelpName = "NAME", DefaultValueFactory = _ => "kubesec-reader" };
        var command = new Command("role", "Print the ClusterRole that reading a cluster needs: get, list and watch alone") { name };
        command.SetAction(parsed =>
        {
            Console.Out.Write(ClusterRights.ClusterRole(parsed.GetRequiredValue(name)));
            return ExitCode.Pass;
        });
        return command;
    }
}
