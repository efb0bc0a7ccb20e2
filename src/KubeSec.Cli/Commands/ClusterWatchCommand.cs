using System.CommandLine;
using KubeSec.Cli.Incidents;
using KubeSec.Cluster;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec cluster watch</c>: follows a live cluster until it is stopped.</summary>
internal static class ClusterWatchCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Description = "The cluster's name, as sensors report it", HelpName = "CLUSTER", DefaultValueFactory = _ => "" };
        var cluster = new ClusterArguments();
        var store = new StoreArguments();
        var command = new Command("watch", "Follow a live cluster: which pods run which images, Events, policy reports") { name };
        cluster.AddTo(command);
        command.Add(store.Location);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                using var watcher = new ClusterWatcher(cluster.Read(parsed, parsed.GetRequiredValue(name))) { Trouble = text => Console.Error.WriteLine($"kubesec: {text}; trying again") };
                return await store.UseAsync(parsed, create: true, (incidents, _) => FollowAsync(watcher, incidents, cancellationToken), cancellationToken);
            }
            catch (ClusterException fault)
            {
                return ClusterArguments.Refuse(fault);
            }
        });
        return command;
    }

    private static async Task<int> FollowAsync(ClusterWatcher watcher, Feedback.IncidentStore store, CancellationToken cancellationToken)
    {
        try
        {
            await watcher.WatchAsync(store, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("kubesec: stopped; the next watch goes on from here");
        }

        return ExitCode.Pass;
    }
}
