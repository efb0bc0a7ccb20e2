using System.CommandLine;
using KubeSec.Feedback;

namespace KubeSec.Cli.Incidents;

/// <summary>The options that every command on the feedback store shares, and the exit code of a store that cannot be used.</summary>
internal sealed class StoreArguments
{
    public Option<string> Location { get; } = new("--store")
    {
        Description = "The feedback store, a SQLite file",
        HelpName = "STORE",
        DefaultValueFactory = _ => IncidentStoreOptions.DefaultLocation,
    };

    public Option<string> Format { get; } = FormatOption();

    /// <summary>Opens the store, does the work, and answers 3 where the store stands in the way.</summary>
    public async Task<int> UseAsync(ParseResult parsed, bool create, Func<IncidentStore, bool, Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            var options = new IncidentStoreOptions { Location = parsed.GetRequiredValue(Location), Create = create };
            await using IncidentStore store = await IncidentStore.OpenAsync(options, cancellationToken: cancellationToken);
            return await work(store, parsed.GetValue(Format) == "json");
        }
        catch (FeedbackStoreException exception)
        {
            Console.Error.WriteLine($"kubesec: {exception.Message}");
            return ExitCode.Undecided;
        }
    }

    private static Option<string> FormatOption()
    {
        var option = new Option<string>("--format") { Description = "console or json", HelpName = "FORMAT", DefaultValueFactory = _ => "console" };
        option.AcceptOnlyFromAmong("console", "json");
        return option;
    }
}
