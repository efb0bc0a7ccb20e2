using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using KubeSec.Cli.Commands;
using KubeSec.Cli.Commands.Network;
using KubeSec.Findings;

namespace KubeSec.Cli;

/// <summary>The whole command line: its commands, and what its mistakes answer.</summary>
internal static class CommandLine
{
    private static readonly string[] Examples =
    [
        "kubesec gate deploy/                          everything kubesec.yaml asks for",
        "helm template shop | kubesec lint -           the rules alone, over what Helm renders",
        "kubesec gate deploy/ --output sarif=out.sarif console, and SARIF beside it",
        "kubesec rules host-network                    what a rule means and how to mend it",
    ];

    /// <summary>What System.CommandLine answers for a command that was stopped by Ctrl+C and did not end in time.</summary>
    private const int Interrupted = 130;

    /// <summary>The same, stopped by a build server.</summary>
    private const int Terminated = 143;

    public static RootCommand Create()
    {
        RootCommand root = new("May this be deployed? Judges manifests, images and what running containers have taught.")
        {
            GateCommand.Create(),
            LintCommand.Create(),
            IncidentCommand.Create(),
            LessonsCommand.Create(),
            TrendCommand.Create(),
            ClusterCommand.Create(),
            NetworkCommand.Create(),
            FixCommand.Create(),
            BaselineCommand.Create(),
            RulesCommand.Create(),
            InitCommand.Create(),
            VerifyCommand.Create(),
            VerifyBundleCommand.Create(),
            TrustRootCommand.Create(),
            DoctorCommand.Create(),
            CompletionCommand.Create(),
        };
        RejectStrangeOptions(root);
        return root;
    }

    /// <summary>Runs one command line and answers with its exit code; no fault leaves as a stack trace.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            RootCommand root = Create();
            HelpWithExamples.AddTo(root, Examples);
            ParseResult parsed = root.Parse(args);
            if (parsed.Action is ParseErrorAction)
            {
                return Refuse(parsed);
            }

            int answer = await parsed.InvokeAsync(Invocation(parsed));
            return answer is Interrupted or Terminated ? Cancelled() : answer;
        }
        catch (OperationCanceledException)
        {
            return Cancelled();
        }
        catch (IOException fault)
        {
            return Say($"stopped half-way: {fault.Message}", ExitCode.Undecided);
        }
        catch (Exception fault)
        {
            // The outermost edge: a fault of ours still ends in one sentence and never in a pass.
            string detail = Environment.GetEnvironmentVariable("KUBESEC_DEBUG") == "1" ? fault.ToString() : fault.Message;
            return Say($"a fault in kubesec itself, please report it (KUBESEC_DEBUG=1 shows more): {detail}", ExitCode.Undecided);
        }
    }

    private static int Cancelled() => Say("cancelled; nothing was decided", ExitCode.Undecided);

    private static InvocationConfiguration Invocation(ParseResult parsed)
    {
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        invocation.ProcessTerminationTimeout = IncidentListenCommand.StopsWithin(parsed) ?? invocation.ProcessTerminationTimeout;
        return invocation;
    }

    private static int Refuse(ParseResult parsed)
    {
        foreach (string message in MistakesIn(parsed))
        {
            Say(message, ExitCode.Usage);
        }

        return Say($"see {FullName(parsed.CommandResult)} --help", ExitCode.Usage);
    }

    /// <summary>The parser takes an option it does not know for an argument: a misspelt one would be judged as a path, and pass unnoticed.</summary>
    private static void RejectStrangeOptions(Command command)
    {
        foreach (Argument argument in command.Arguments)
        {
            argument.Validators.Add(result =>
            {
                foreach (string token in result.Tokens.Select(token => token.Value).Where(value => value.StartsWith('-') && value != "-"))
                {
                    result.AddError($"{NoOption(token, command)}{(argument.Name is "PATH" or "FILE" ? $" (a file of that name is written ./{token})" : "")}");
                }
            });
        }

        foreach (Command inner in command.Subcommands)
        {
            RejectStrangeOptions(inner);
        }
    }

    private static string NoOption(string token, Command command)
    {
        string option = token.Split('=', ':')[0];
        return $"there is no option '{option}'{Spelling.Hint(option, command.Options.Select(known => known.Name))}";
    }

    private static IEnumerable<string> MistakesIn(ParseResult parsed)
    {
        string[] options = [.. parsed.UnmatchedTokens.Where(token => token.StartsWith('-')).Select(token => NoOption(token, parsed.CommandResult.Command))];
        string[] commands = [.. parsed.CommandResult.Command.Subcommands.Select(command => command.Name)];
        if (commands.Length > 0 && parsed.UnmatchedTokens.FirstOrDefault(token => !token.StartsWith('-')) is { } word)
        {
            // Behind a word that is no command, whatever else the parser says is about something nobody meant.
            return [$"there is no command '{word}'{Spelling.Hint(word, commands)}"];
        }

        if (parsed.CommandResult.Command.Action is null)
        {
            return options.Length > 0 ? options : [$"name a command: {string.Join(", ", commands)}"];
        }

        // The parser names each word it could not place, the value of an option that does not exist too.
        string[] strays = [.. parsed.UnmatchedTokens.Select(token => $"Unrecognized command or argument '{token}'.")];
        IEnumerable<string> others = parsed.Errors.Select(error => error.Message).Distinct();
        return options.Length > 0 ? [.. options, .. others.Except(strays)] : others;
    }

    /// <summary><c>kubesec network explain</c>: a command with those it is nested in.</summary>
    private static string FullName(CommandResult command) => command.Command is RootCommand || command.Parent is not CommandResult outer
        ? "kubesec"
        : $"{FullName(outer)} {command.Command.Name}";

    private static int Say(string message, int exitCode)
    {
        Console.Error.WriteLine($"kubesec: {message}");
        return exitCode;
    }
}
