using System.CommandLine;
using System.Globalization;
using KubeSec.Cli.Incidents;
using KubeSec.Feedback.Decisions;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec incident waive</c>: lets builds pass although an incident is open, until a day, on two people's word.</summary>
internal static class IncidentWaiveCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The incident's id" };
        var owner = new Option<string>("--owner") { Description = "Who answers for it", Required = true, HelpName = "WHO" };
        var approver = new Option<string>("--approver") { Description = "Who approved it: never the owner", Required = true, HelpName = "WHO" };
        var reason = new Option<string>("--reason") { Description = "Why", Required = true, HelpName = "TEXT" };
        var expires = new Option<string?>("--expires") { Description = "The last day (UTC) it counts, 90 days from now at most", HelpName = "YYYY-MM-DD" };
        var workload = new Option<string?>("--workload") { Description = "The one workload it covers [default: all that the incident concerns]", HelpName = "NAMESPACE/NAME" };
        var revoke = new Option<bool>("--revoke") { Description = "Take the waiver back" };
        var store = new StoreArguments();
        var command = new Command("waive", "Let builds pass although an incident is open, until a day") { id, owner, approver, reason, expires, workload, revoke, store.Location, store.Format };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(revoke) && Day(result.GetValue(expires)) is null)
            {
                result.AddError(result.GetValue(expires) is { } text ? $"'{text}' is no day; write it as 2027-03-31" : "a waiver needs --expires: the last day it counts");
            }
        });
        command.SetAction((parsed, cancellationToken) => store.UseAsync(
            parsed,
            create: false,
            async (incidents, json) => DecisionAnswer.Give(
                await incidents.WaiveAsync(
                    new IncidentWaiver
                    {
                        Incident = parsed.GetRequiredValue(id),
                        Owner = parsed.GetRequiredValue(owner),
                        Approver = parsed.GetRequiredValue(approver),
                        Reason = parsed.GetRequiredValue(reason),
                        Expires = Day(parsed.GetValue(expires)) ?? default,
                        Workload = parsed.GetValue(workload),
                        Revoked = parsed.GetValue(revoke),
                    },
                    cancellationToken),
                json),
            cancellationToken));
        return command;
    }

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;
}
