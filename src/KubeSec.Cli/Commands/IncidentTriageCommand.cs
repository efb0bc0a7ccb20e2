using System.CommandLine;
using KubeSec.Cli.Incidents;
using KubeSec.Feedback;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec incident triage</c>: a person's judgement on an incident, with a reason that stays.</summary>
internal static class IncidentTriageCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The incident's id" };
        var state = Choices.Create<IncidentState>("--to", "state", "Where it stands now");
        state.Required = true;
        var actor = new Option<string>("--actor") { Description = "Who judges", Required = true, HelpName = "WHO" };
        var reason = new Option<string>("--reason") { Description = "Why", Required = true, HelpName = "TEXT" };
        var evidence = new Option<string?>("--evidence") { Description = "What it rests on: a commit, a ticket, a run", HelpName = "TEXT" };
        var store = new StoreArguments();
        var command = new Command("triage", "Move an incident to another state") { id, state, actor, reason, evidence, store.Location, store.Format };
        command.SetAction((parsed, cancellationToken) => store.UseAsync(
            parsed,
            create: false,
            async (incidents, json) =>
            {
                TransitionResult result = await incidents.MoveAsync(
                    parsed.GetRequiredValue(id), parsed.GetValue(state), parsed.GetRequiredValue(actor), parsed.GetRequiredValue(reason), parsed.GetValue(evidence) ?? "", cancellationToken);
                return DecisionAnswer.Give(result, json);
            },
            cancellationToken));
        return command;
    }
}
