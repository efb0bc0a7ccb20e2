using System.CommandLine;
using KubeSec.Cli.Incidents;
using KubeSec.Feedback;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec incident verify</c>: which mitigations hold, by what ran and who watched.</summary>
internal static class IncidentVerifyCommand
{
    public static Command Create()
    {
        var id = new Argument<string?>("ID") { Description = "The one incident to look at", Arity = ArgumentArity.ZeroOrOne };
        var days = new Option<double>("--quiet-days") { Description = "Days the mitigated version must have run quietly at least", DefaultValueFactory = _ => 7, HelpName = "N" };
        var store = new StoreArguments();
        var command = new Command("verify", "Conclude which mitigations hold, from what ran and who watched") { id, days, store.Location, store.Format };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 1 and <= 3650))
            {
                result.AddError("--quiet-days: a number from 1 to 3650");
            }
        });
        command.SetAction((parsed, cancellationToken) => store.UseAsync(
            parsed,
            create: false,
            async (incidents, json) =>
            {
                IReadOnlyList<Settlement> settled = await incidents.SettleAsync(
                    parsed.GetValue(id), new SettlementOptions { QuietWindow = TimeSpan.FromDays(parsed.GetValue(days)) }, cancellationToken);
                if (json)
                {
                    LessonJson.Write(settled, Console.Out);
                    return ExitCode.Pass;
                }

                foreach (Settlement settlement in settled)
                {
                    Console.Out.WriteLine($"{settlement.Incident}  {IncidentText.Word(settlement.State),-10}  {(settlement.Moved ? "" : "not yet: ")}{IncidentText.Clean(settlement.Reason)}");
                }

                Console.Out.Write(settled.Count == 0 ? "nothing to verify\n" : "");
                return ExitCode.Pass;
            },
            cancellationToken));
        return command;
    }
}
