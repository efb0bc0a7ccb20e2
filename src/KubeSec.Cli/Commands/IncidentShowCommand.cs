using System.CommandLine;
using KubeSec.Cli.Incidents;
using KubeSec.Feedback;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec incident show</c>: one incident, what it touched, what became of it and what would prevent it.</summary>
internal static class IncidentShowCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The incident's id, such as fp1-0123456789abcdef" };
        var store = new StoreArguments();
        var command = new Command("show", "Show one incident with everything it touched") { id, store.Location, store.Format };
        command.SetAction((parsed, cancellationToken) => store.UseAsync(
            parsed,
            create: false,
            async (incidents, json) =>
            {
                string wanted = parsed.GetRequiredValue(id);
                if (await incidents.ShowAsync(wanted, cancellationToken) is not { } incident)
                {
                    Console.Error.WriteLine($"kubesec: there is no incident {wanted}; 'kubesec incident list --all' shows what there is");
                    return ExitCode.Usage;
                }

                IReadOnlyList<IncidentTransition> history = await incidents.HistoryAsync(wanted, cancellationToken);
                IncidentAttribution attribution = await incidents.AttributionAsync(wanted, cancellationToken) ?? new IncidentAttribution { Level = incident.Attribution };
                if (!await incidents.IsIntactAsync(wanted, cancellationToken))
                {
                    Console.Error.WriteLine($"kubesec: the history of incident {wanted} was changed after it was written; its hashes do not fit");
                    return ExitCode.Undecided;
                }

                if (json)
                {
                    IncidentJson.Write(incident, attribution, history, Console.Out);
                }
                else
                {
                    IncidentText.Write(incident, attribution, history, Console.Out);
                }

                return ExitCode.Pass;
            },
            cancellationToken));
        return command;
    }
}
