using System.CommandLine;
using KubeSec.Cli.Incidents;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec incident prune</c>: lets go of old events as they came.</summary>
internal static class IncidentPruneCommand
{
    public static Command Create()
    {
        var days = new Option<int>("--older-than") { Description = "Days that events are kept as they came", HelpName = "DAYS", DefaultValueFactory = _ => 90 };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 36500)
            {
                result.AddError("--older-than takes a number of days");
            }
        });
        var store = new StoreArguments();
        var command = new Command("prune", "Let go of old events as they came; incidents and the evidence people work on stay") { days, store.Location };
        command.SetAction((parsed, cancellationToken) => store.UseAsync(
            parsed,
            create: false,
            async (incidents, _) =>
            {
                Console.Out.WriteLine($"{await incidents.PruneAsync(TimeSpan.FromDays(parsed.GetValue(days)), cancellationToken)} events let go of; every incident stays");
                return ExitCode.Pass;
            },
            cancellationToken));
        return command;
    }
}
