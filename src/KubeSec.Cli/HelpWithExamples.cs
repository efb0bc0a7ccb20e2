using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace KubeSec.Cli;

/// <summary>Help that ends in examples and exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction inner, Command owner, IReadOnlyList<string> examples) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    /// <summary>Gives the root its help; commands without examples of their own show none.</summary>
    public static void AddTo(RootCommand root, IReadOnlyList<string> examples)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, root, examples);
    }

    public override int Invoke(ParseResult parseResult)
    {
        inner.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command == owner)
        {
            output.Write($"Examples:\n{string.Concat(examples.Select(example => $"  {example}\n"))}\n");
        }

        output.Write("Exit codes:\n  0  pass\n  1  the gate is closed\n  2  wrong usage, or a wrong policy file\n  3  something could not be judged\n");
        return ExitCode.Pass;
    }
}
