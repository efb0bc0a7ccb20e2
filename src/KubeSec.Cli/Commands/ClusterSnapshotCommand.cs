using System.CommandLine;
using KubeSec.Cli.Incidents;
using KubeSec.Cluster;
using KubeSec.Feedback;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec cluster snapshot</c>: one listing of a cluster into the inventory: a live one's, or kubectl's.</summary>
internal static class ClusterSnapshotCommand
{
    public static Command Create()
    {
        var from = new Option<string[]>("--from") { Description = "Files of 'kubectl get pods,replicasets,jobs,services -A -o json' instead of a live cluster; - reads standard input", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        var name = new Option<string>("--name") { Description = "The cluster's name, as sensors report it", HelpName = "CLUSTER", DefaultValueFactory = _ => "" };
        var at = new Option<DateTimeOffset?>("--at") { Description = "When the listing was taken [default: the file's last change]", HelpName = "TIME" };
        var whole = new Option<string?>("--whole") { Description = "The listing is the whole of a namespace, or of the cluster (all): pods missing from it are gone", HelpName = "all|NAMESPACE" };
        var cluster = new ClusterArguments();
        var store = new StoreArguments();
        var command = new Command("snapshot", "Record which pods run which images, from a live cluster or a listing") { from, name, at, whole };
        cluster.AddTo(command);
        command.Add(store.Location);
        command.Add(store.Format);
        from.Validators.Add(result =>
        {
            foreach (string file in (result.GetValueOrDefault<string[]>() ?? []).Where(file => file != "-" && !File.Exists(file)))
            {
                result.AddError($"{file}: no such file");
            }
        });
        command.SetAction((parsed, cancellationToken) => store.UseAsync(
            parsed,
            create: true,
            async (incidents, json) =>
            {
                var options = new SnapshotOptions
                {
                    Cluster = parsed.GetRequiredValue(name),
                    At = parsed.GetValue(at) is { } time ? (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * 100 : null,
                    Whole = parsed.GetValue(whole) is { } scope ? (scope == "all" ? "" : scope) : null,
                };
                SnapshotResult result = SnapshotResult.Nothing;
                if (parsed.GetValue(from) is not { Length: > 0 } files)
                {
                    return await ReadClusterAsync(incidents, cluster.Read(parsed, parsed.GetRequiredValue(name)), json, cancellationToken);
                }

                foreach (string file in files)
                {
                    result += file == "-" ? await ReadInputAsync(incidents, options, cancellationToken) : await incidents.RecordSnapshotFileAsync(file, options, cancellationToken);
                }

                return Say(result, json);
            },
            cancellationToken));
        return command;
    }

    /// <summary>Prints a result; a listing of which something could not be read is undecided.</summary>
    internal static int Say(SnapshotResult result, bool json)
    {
        if (json)
        {
            IncidentJson.Write(result, Console.Out);
        }
        else
        {
            IncidentText.Write(result, Console.Out);
        }

        return result.SetAside.Count > 0 || result.Pods + result.Others == 0 ? ExitCode.Undecided : ExitCode.Pass;
    }

    private static async Task<int> ReadClusterAsync(IncidentStore store, ClusterOptions options, bool json, CancellationToken cancellationToken)
    {
        try
        {
            using var watcher = new ClusterWatcher(options) { Trouble = text => Console.Error.WriteLine($"kubesec: {text}") };
            ClusterSnapshotResult result = await watcher.SnapshotAsync(store, cancellationToken);
            Console.Error.WriteLine(FormattableString.Invariant($"kubesec: {result.Observations.Recorded} observations recorded, {result.Observations.Duplicates} known already, {result.Observations.SetAsideCount} set aside"));
            return Say(result.Inventory, json);
        }
        catch (ClusterException fault)
        {
            return ClusterArguments.Refuse(fault);
        }
    }

    // A pipe cannot be read twice, and a file of it would keep the pods' secrets on the disk.
    private static async Task<SnapshotResult> ReadInputAsync(IncidentStore store, SnapshotOptions options, CancellationToken cancellationToken)
    {
        using Stream input = Console.OpenStandardInput();
        using var copy = new MemoryStream();
        await input.CopyToAsync(copy, cancellationToken);
        copy.Position = 0;
        return await store.RecordSnapshotAsync(copy, "-", options, cancellationToken);
    }
}
