using System.CommandLine;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec cluster</c>: what runs where, so that incidents find their image, workload and manifest.</summary>
internal static class ClusterCommand
{
    public static Command Create() => new("cluster", "Record what runs in a cluster, so that incidents find their image and workload")
    {
        ClusterSnapshotCommand.Create(),
        ClusterWatchCommand.Create(),
        ClusterRoleCommand.Create(),
    };
}
