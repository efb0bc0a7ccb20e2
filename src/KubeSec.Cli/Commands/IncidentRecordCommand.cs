using System.CommandLine;
using KubeSec.Cli.Incidents;
using KubeSec.Feedback;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec incident record</c>: events of sensors and scanners into the feedback store.</summary>
internal static class IncidentRecordCommand
{
    public static Command Create()
    {
        var inputs = new Argument<string[]>("FILE") { Description = "Event files or folders; - reads standard input", Arity = ArgumentArity.OneOrMore };
        var source = new Option<string?>("--source") { Description = $"Event format, if it shall not be recognised: {string.Join(", ", IncidentStore.SourceNames)}", HelpName = "NAME" };
        var store = new StoreArguments();
        var command = new Command("record", "Record events of Falco, audit logs, Tetragon, scanners and others")
        {
            inputs,
            source,
            store.Location,
            store.Format,
        };
        inputs.Validators.Add(result =>
        {
            foreach (string input in (result.GetValueOrDefault<string[]>() ?? []).Where(input => input != "-" && !Path.Exists(input)))
            {
                result.AddError($"{input}: no such file or folder");
            }
        });
        source.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } name && !IncidentStore.SourceNames.Contains(name))
            {
                result.AddError($"--source {name}: there is no such format; there are {string.Join(", ", IncidentStore.SourceNames)}");
            }
        });
        command.SetAction((parsed, cancellationToken) => store.UseAsync(
            parsed, create: true, (incidents, json) => RunAsync(incidents, parsed.GetRequiredValue(inputs), parsed.GetValue(source), json, cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(IncidentStore store, string[] inputs, string? source, bool json, CancellationToken cancellationToken)
    {
        RecordResult result = RecordResult.Nothing;
        foreach (string input in inputs)
        {
            if (input == "-")
            {
                using Stream stream = Console.OpenStandardInput();
                result += await store.RecordAsync(stream, "-", source, cancellationToken);
            }
            else
            {
                result += await store.RecordFilesAsync([input], source, cancellationToken);
            }
        }

        if (json)
        {
            IncidentJson.Write(result, Console.Out);
        }
        else
        {
            IncidentText.Write(result, Console.Out);
        }

        // Nothing understood out of something given is no success to build upon.
        return result.Read > 0 && result.SetAsideCount == result.Read ? ExitCode.Undecided : ExitCode.Pass;
    }
}
