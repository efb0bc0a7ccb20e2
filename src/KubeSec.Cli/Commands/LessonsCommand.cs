using System.CommandLine;
using KubeSec.Cli.Incidents;
using KubeSec.Feedback;
using KubeSec.Findings;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec lessons</c>: what the next builds must show, and for which incident.</summary>
internal static class LessonsCommand
{
    public static Command Create()
    {
        var severity = Choices.Create<Severity>("--severity", "severity", "Least severity shown [default: info]");
        var all = new Option<bool>("--all") { Description = "Also what is met, or was no incident" };
        var limit = new Option<int>("--limit") { Description = "The most to show", DefaultValueFactory = _ => 100, HelpName = "N" };
        var store = new StoreArguments();
        var command = new Command("lessons", "Show what run time has taught: the controls that builds must show")
        {
            severity, all, limit, store.Location, store.Format,
            LessonsLearnCommand.Create(),
            LessonsProposeCommand.Create(),
        };
        command.SetAction((parsed, cancellationToken) => store.UseAsync(
            parsed,
            create: false,
            async (incidents, json) =>
            {
                var query = new IncidentQuery { AtLeast = parsed.GetValue(severity) };
                query = parsed.GetValue(all) ? query with { States = Enum.GetValues<IncidentState>() } : query;
                IReadOnlyList<LessonStanding> lessons = await incidents.LessonsAsync(query, parsed.GetValue(limit), cancellationToken);
                if (json)
                {
                    LessonJson.Write(lessons, Console.Out);
                }
                else
                {
                    LessonText.Write(lessons, Console.Out);
                }

                return ExitCode.Pass;
            },
            cancellationToken));
        return command;
    }
}
