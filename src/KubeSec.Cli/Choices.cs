using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using KubeSec.Cli.Incidents;
using KubeSec.Findings;

namespace KubeSec.Cli;

/// <summary>Values that are one of a few words: any other is answered with the words there are, and the one that was meant.</summary>
internal static class Choices
{
    public static void TakeOneOf(this Option option, string what, IReadOnlyList<string> words)
    {
        option.Validators.Add(result => Check(result, result.Tokens, what, words));
        option.CompletionSources.Clear();
        option.CompletionSources.Add(_ => words.Select(word => new CompletionItem(word)));
    }

    public static void TakeOneOf(this Argument argument, string what, IReadOnlyList<string> words)
    {
        argument.Validators.Add(result => Check(result, result.Tokens, what, words));
        argument.CompletionSources.Clear();
        argument.CompletionSources.Add(_ => words.Select(word => new CompletionItem(word)));
    }

    /// <summary>An option for an enumeration, in the words of the documentation; its first value is meant where the option is left out.</summary>
    public static Option<T> Create<T>(string name, string what, string description, Func<T, string>? wordOf = null)
        where T : struct, Enum
    {
        Dictionary<string, T> values = Enum.GetValues<T>().ToDictionary(wordOf ?? (value => IncidentText.Word(value)));
        var option = new Option<T>(name)
        {
            Description = description,
            HelpName = string.Join('|', values.Keys),
            CustomParser = result => values.GetValueOrDefault(result.Tokens[0].Value),
        };
        option.TakeOneOf(what, [.. values.Keys]);
        return option;
    }

    private static void Check(SymbolResult result, IEnumerable<Token> tokens, string what, IReadOnlyList<string> words)
    {
        foreach (string value in tokens.Select(token => token.Value).Where(value => !words.Contains(value)))
        {
            result.AddError($"there is no {what} '{value}'; there are {string.Join(", ", words)}{Spelling.Hint(value, words)}");
        }
    }
}
