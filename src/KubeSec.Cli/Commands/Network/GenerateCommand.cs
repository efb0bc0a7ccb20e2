using System.CommandLine;
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
        var ignoreManifests = new Option<bool>("--ignore-manifests") { Description = "Take nothing from Service names and routes: only what the policy file and the flows ask for" };
        var check = new Option<bool>("--check") { Description = "Write nothing: name the observed connections that the policies given would break" };
        var command = new Command("generate", "Write the policies that allow what is needed and nothing else") { paths, flows, ignoreManifests, check };
        input.AddTo(command);
        command.SetAction(parsed =>
        {
            int broken = 0;
            int code = input.Answer(parsed, parsed.GetRequiredValue(paths), (analyzer, _, _) =>
            {
                FlowFile observed = ReadFlows(parsed.GetValue(flows));
                foreach (int line in observed.UnreadableLines)
                {
                    Console.Error.WriteLine($"{parsed.GetValue(flows)}:{line}: no flow");
                }

                if (parsed.GetValue(check))
                {
                    IReadOnlyList<BrokenFlow> found = analyzer.Check(observed.Flows);
                    broken = found.Count;
                    return string.Concat(found.Select(flow => $"{flow.Flow}: {Why(flow)}\n"));
                }

                GeneratedPolicies policies = analyzer.Generate(new GenerateOptions
                {
                    FromManifests = !parsed.GetValue(ignoreManifests),
                    Assertions = input.Policy(parsed).NetworkAssertions,
                    Flows = observed.Flows,
                });
                foreach (string note in policies.Notes)
                {
                    Console.Error.WriteLine($"note: {note}");
                }

                return policies.Yaml;
            });
            return code == ExitCode.Pass && broken > 0 ? ExitCode.Failed : code;
        });
        return command;
    }

    private static string Why(BrokenFlow flow) => flow.Why is { } why
        ? string.Join("; ", why.Decisions.Where(decision => decision.Verdict == why.Verdict).Select(decision => decision.Because))
        : "one end is not in the input";

    private static FlowFile ReadFlows(string? file)
    {
        if (file is null)
        {
            return new FlowFile([], []);
        }

        if (!File.Exists(file))
        {
            throw new ArgumentException($"there is no file {file}");
        }

        using StreamReader reader = File.OpenText(file);
        return HubbleFlows.Read(reader);
    }
}
