using System.CommandLine;
using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Cli.Incidents;

/// <summary>The options that every command on the feedback store shares, and the exit code of a store that cannot be used.</summary>
internal sealed class StoreArguments
{
    public Option<string?> Location { get; } = new("--store")
    {
        Description = $"The feedback store: a SQLite file or a postgres:// address [default: the policy's, or {IncidentStoreOptions.DefaultLocation}]",
        HelpName = "STORE",
    };

    public Option<string> Format { get; } = FormatOption();

    /// <summary>Opens the store, does the work, and answers 3 where the store stands in the way.</summary>
    public async Task<int> UseAsync(ParseResult parsed, bool create, Func<IncidentStore, bool, Task<int>> work, CancellationToken cancellationToken)
    {
        if (Resolve(parsed.GetValue(Location)) is not { } location)
        {
            return ExitCode.Usage;
        }

        try
        {
            var options = new IncidentStoreOptions { Location = location, Create = create };
            await using IncidentStore store = await IncidentStore.OpenAsync(options, cancellationToken: cancellationToken);
            return await work(store, parsed.GetValue(Format) == "json");
        }
        catch (FeedbackStoreException exception)
        {
            Console.Error.WriteLine($"kubesec: {exception.Message}");
            return ExitCode.Undecided;
        }
    }

    /// <summary>The store named, or the policy's, so that what is recorded is what the gate asks; null, and said, where the policy is wrong.</summary>
    public static string? Resolve(string? named)
    {
        if (named is not null || !File.Exists(PolicyFile.DefaultName))
        {
            return named ?? IncidentStoreOptions.DefaultLocation;
        }

        PolicyReading reading = PolicyFile.Read(PolicyFile.DefaultName);
        foreach (Finding problem in reading.Policy is null ? reading.Problems : [])
        {
            Console.Error.WriteLine($"kubesec: {problem.Span}: {problem.Message}");
        }

        return reading.Policy is { } policy ? policy.Feedback?.Store ?? IncidentStoreOptions.DefaultLocation : null;
    }

    private static Option<string> FormatOption()
    {
        var option = new Option<string>("--format") { Description = "console or json", HelpName = "FORMAT", DefaultValueFactory = _ => "console" };
        option.TakeOneOf("format", ["console", "json"]);
        return option;
    }
}
