using System.CommandLine;
using System.Globalization;
using System.Text;
using KubeSec.Findings;
using KubeSec.Rules;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec rules [NAME]</c>: the catalogue, or everything about one rule.</summary>
internal static class RulesCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "Name or code of a rule", HelpName = "NAME", Arity = ArgumentArity.ZeroOrOne };
        name.CompletionSources.Add(_ => RuleLibrary.All().Select(rule => new System.CommandLine.Completions.CompletionItem(rule.Name)));
        var framework = new Option<string?>("--framework") { Description = "Only the rules of a framework", HelpName = "NAME" };
        framework.TakeOneOf("framework", RuleLibrary.Frameworks);
        var command = new Command("rules", "List the rules, or explain one") { name, framework };
        command.SetAction(parsed => parsed.GetValue(name) is { } wanted ? Explain(wanted) : List(parsed.GetValue(framework)));
        return command;
    }

    private static int List(string? framework)
    {
        RuleInfo[] rules = [.. RuleLibrary.All().Where(rule => framework is null || rule.Frameworks.Any(reference => reference.Framework == framework))];
        int width = rules.Select(rule => rule.Name.Length).DefaultIfEmpty().Max();
        var text = new StringBuilder();
        foreach (RuleInfo rule in rules)
        {
            string severity = rule.EnabledByDefault ? rule.Severity.ToString().ToLowerInvariant() : "off";
            text.Append(CultureInfo.InvariantCulture, $"{rule.Code}  {severity,-8}  {rule.Name.PadRight(width)}  {rule.Title}\n");
        }

        Terminal.Write(text.ToString());
        return ExitCode.Pass;
    }

    private static int Explain(string name)
    {
        if (RuleLibrary.Find(name) is not { } rule)
        {
            Console.Error.WriteLine($"kubesec: there is no rule '{name}'{Spelling.Hint(name, RuleLibrary.All().Select(known => known.Name))}");
            return ExitCode.Usage;
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{rule.Code} {rule.Name} ({rule.Severity.ToString().ToLowerInvariant()}{(rule.EnabledByDefault ? "" : ", off unless asked for")})\n{rule.Title}\n");
        Append(text, "Why", rule.Why);
        Append(text, "Attack", rule.Attack);
        Append(text, "Mend", rule.Remedy);
        Append(text, "When to waive", rule.WhenToWaive);
        Append(text, "Frameworks", string.Join(", ", rule.Frameworks.Select(reference => $"{reference.Framework} {reference.Control}")));
        RuleExamples? examples = RuleLibrary.ExamplesOf(rule.Name);
        Append(text, "Fails", examples?.Failing ?? "");
        Append(text, "Passes", examples?.Passing ?? "");
        Terminal.Write(text.ToString());
        return ExitCode.Pass;
    }

    private static void Append(StringBuilder text, string heading, string content)
    {
        if (content.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{heading}:\n{string.Concat(content.TrimEnd().Split('\n').Select(line => $"  {line}\n"))}");
        }
    }
}
