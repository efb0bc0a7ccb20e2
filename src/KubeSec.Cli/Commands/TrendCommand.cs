using System.CommandLine;
using KubeSec.Cli.Incidents;
using KubeSec.Feedback;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec trend</c>: how the gate answered from build to build, and where the incidents stand.</summary>
internal static class TrendCommand
{
    public static Command Create()
    {
        var limit = new Option<int>("--limit") { Description = "The most builds to show", DefaultValueFactory = _ => 20, HelpName = "N" };
        var store = new StoreArguments();
        var command = new Command("trend", "Show how the gate answered from build to build") { limit, store.Location, store.Format };
        command.SetAction((parsed, cancellationToken) => store.UseAsync(
            parsed,
            create: false,
            async (incidents, json) =>
            {
                IReadOnlyList<(long At, GateRunRecord Run)> runs = [.. (await incidents.GateRunsAsync(parsed.GetValue(limit), cancellationToken)).Reverse()];
                IReadOnlyDictionary<IncidentState, long> states = await incidents.CountAsync(cancellationToken);
                if (json)
                {
                    LessonJson.Write(runs, states, Console.Out);
                }
                else
                {
                    LessonText.Write(runs, states, Console.Out);
                }

                return ExitCode.Pass;
            },
            cancellationToken));
        return command;
    }
}
