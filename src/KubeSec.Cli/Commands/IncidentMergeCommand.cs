using System.CommandLine;
using KubeSec.Cli.Incidents;
using KubeSec.Feedback;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec incident merge</c>: brings together what runners without a network recorded each for itself.</summary>
internal static class IncidentMergeCommand
{
    public static Command Create()
    {
        var others = new Argument<string[]>("STORE") { Description = "Stores to add: SQLite files or postgres:// addresses", Arity = ArgumentArity.OneOrMore };
        var store = new StoreArguments();
        var command = new Command("merge", "Add everything other stores hold; doing so twice changes nothing") { others, store.Location };
        command.SetAction((parsed, cancellationToken) => store.UseAsync(
            parsed,
            create: true,
            async (incidents, _) =>
            {
                foreach (string location in parsed.GetRequiredValue(others))
                {
                    var options = new IncidentStoreOptions { Location = location, Create = false };
                    await using IncidentStore other = await IncidentStore.OpenAsync(options, cancellationToken: cancellationToken);
                    Console.Out.WriteLine($"{options.Place}: {await incidents.MergeAsync(other, cancellationToken)} new entries");
                }

                return ExitCode.Pass;
            },
            cancellationToken));
        return command;
    }
}
