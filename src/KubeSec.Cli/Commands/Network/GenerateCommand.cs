using System.CommandLine;
using KubeSec.Feedback;
using KubeSec.Inventory;
using KubeSec.Network;

namespace KubeSec.Cli.Commands.Network;

/// <summary><c>kubesec network generate</c>: least-privilege policies, or the observed connections that the present ones break.</summary>
internal static class GenerateCommand
{
    public static Command Create()
    {
        var input = new NetworkInput();
        Argument<string[]> paths = NetworkInput.Paths();
        var flows = new Option<string?>("--flows") { Description = "Observed connections, as hubble observe -o json writes them or as {from, to, protocol, port}, one a line", HelpName = "FILE" };
        var store = new Option<string?>("--store") { Description = "Also the connections that sensors told this feedback store of, those of alerts never: a SQLite file or a postgres:// address", HelpName = "STORE" };
        var ignoreManifests = new Option<bool>("--ignore-manifests") { Description = "Take nothing from Service names and routes: only what the policy file, the flows and the store ask for" };
        var check = new Option<bool>("--check") { Description = "Write nothing: name the observed connections that the policies given would break" };
        var command = new Command("generate", "Write the policies that allow what is needed and nothing else") { paths, flows, store, ignoreManifests, check };
        input.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (await SeenAsync(parsed.GetValue(store), cancellationToken) is not { } all)
            {
                return ExitCode.Undecided;
            }

            int broken = 0;
            int code = input.Answer(parsed, parsed.GetRequiredValue(paths), (analyzer, _, _) =>
            {
                SeenFlows seen = all.About(analyzer);
                ObservedFlow[] observed = [.. ReadFlows(parsed.GetValue(flows)), .. seen.Flows];
                if (parsed.GetValue(check))
                {
                    Note(seen.Notes.Select(note => note.Text));
                    IReadOnlyList<BrokenFlow> found = analyzer.Check(observed, seen.Alerts);
                    broken = found.Count;
                    return string.Concat(found.Select(flow => $"{flow.Flow}: {Why(flow)}\n"));
                }

                GeneratedPolicies policies = analyzer.Generate(new GenerateOptions
                {
                    FromManifests = !parsed.GetValue(ignoreManifests),
                    Assertions = input.Policy(parsed).NetworkAssertions,
                    Flows = observed,
                    Alerts = seen.Alerts,
                });
                Note(seen.Notes.Select(note => note.Text).Concat(policies.Notes));
                return policies.Yaml;
            });
            return code == ExitCode.Pass && broken > 0 ? ExitCode.Failed : code;
        });
        return command;
    }

    private static void Note(IEnumerable<string> notes)
    {
        foreach (string note in notes)
        {
            Console.Error.WriteLine($"note: {note}");
        }
    }

    private static string Why(BrokenFlow flow) => flow.Why is { } why
        ? string.Join("; ", why.Decisions.Where(decision => decision.Verdict == why.Verdict).Select(decision => decision.Because))
        : "one end is not in the input";

    /// <summary>What the store's sensors saw; null, and said, where the store cannot be used.</summary>
    private static async Task<SeenFlows?> SeenAsync(string? store, CancellationToken cancellationToken)
    {
        try
        {
            return store is null ? SeenFlows.Nothing : await SeenFlows.ReadAsync(store, cancellationToken);
        }
        catch (FeedbackStoreException fault)
        {
            Console.Error.WriteLine($"kubesec: {fault.Message}");
            return null;
        }
    }

    private static IReadOnlyList<ObservedFlow> ReadFlows(string? file)
    {
        if (file is null)
        {
            return [];
        }

        if (!File.Exists(file))
        {
            throw new ArgumentException($"there is no file {file}");
        }

        using StreamReader reader = File.OpenText(file);
        FlowFile observed = HubbleFlows.Read(reader);
        foreach (int line in observed.UnreadableLines)
        {
            Console.Error.WriteLine($"{file}:{line}: no flow");
        }

        return observed.Flows;
    }
}
