using System.CommandLine;
using KubeSec.Cli.Incidents;
using KubeSec.Feedback;
using KubeSec.Findings;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec incident list</c>: what the store knows, the worst first.</summary>
internal static class IncidentListCommand
{
    public static Command Create()
    {
        var severity = Choices.Create<Severity>("--severity", "severity", "Least severity shown [default: info]");
        var all = new Option<bool>("--all") { Description = "Closed incidents and scanners' findings too" };
        var limit = new Option<int>("--limit") { Description = "The most to show", DefaultValueFactory = _ => 100, HelpName = "N" };
        var store = new StoreArguments();
        var command = new Command("list", "List incidents, the worst and latest first") { severity, all, limit, store.Location, store.Format };
        command.SetAction((parsed, cancellationToken) => store.UseAsync(
            parsed,
            create: false,
            async (incidents, json) =>
            {
                var query = new IncidentQuery { AtLeast = parsed.GetValue(severity) };
                query = parsed.GetValue(all) ? query with { States = Enum.GetValues<IncidentState>(), Kinds = Enum.GetValues<IncidentKind>() } : query;
                IReadOnlyList<Incident> found = await incidents.ListAsync(query, parsed.GetValue(limit), cancellationToken);
                if (json)
                {
                    IncidentJson.Write(found, Console.Out);
                }
                else
                {
                    IncidentText.Write(found, Console.Out);
                }

                return ExitCode.Pass;
            },
            cancellationToken));
        return command;
    }
}
