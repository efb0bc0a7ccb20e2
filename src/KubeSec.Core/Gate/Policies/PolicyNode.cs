using System.Diagnostics.CodeAnalysis;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Gate.Policies;

/// <summary>Turns one word of the policy file into a value, or says what is wrong with it.</summary>
internal delegate bool WordParser<T>(string? text, [NotNullWhen(true)] out T? value, [NotNullWhen(false)] out string? error);

/// <summary>A place in the policy file. Reading never fails: what is wrong is reported with its place and left out.</summary>
internal sealed class PolicyNode(Field at, List<Finding> problems)
{
    /// <summary>The field itself.</summary>
    public Field Field => at;

    public bool Exists => at.Exists;

    public string Key => at.Name;

    public bool IsMapping => at.Node is MappingNode;

    public PolicyNode this[string key] => new(at[key], problems);

    /// <summary>The items of a list.</summary>
    public IEnumerable<PolicyNode> Items
    {
        get
        {
            if (Exists && at.Node is not SequenceNode)
            {
                Report($"{Name} must be a list");
            }

            return at.Items.Select(item => new PolicyNode(item, problems));
        }
    }

    /// <summary>The entries of a mapping whose keys are names of the team's own.</summary>
    public IEnumerable<PolicyNode> Entries
    {
        get
        {
            CheckMapping();
            return at.Entries.Select(entry => new PolicyNode(entry, problems));
        }
    }

    private string Name => at.Path.Length == 0 ? "the policy" : $"'{at.Path}'";

    /// <summary>Reports every key that is none of these.</summary>
    public void Allow(params IReadOnlyList<string> keys)
    {
        if (CheckMapping())
        {
            foreach (Field stranger in at.Entries.Where(entry => !keys.Contains(entry.Name, StringComparer.Ordinal)))
            {
                Report(stranger.KeySpan, $"there is no key '{stranger.Name}' in {Name}{Spelling.Hint(stranger.Name, keys)}");
            }
        }
    }

    /// <summary>The text, or null with a report where it is something else.</summary>
    public string? Text()
    {
        if (Exists && at.Text is null)
        {
            Report($"{Name} must be a single value");
        }

        return at.Text;
    }

    /// <summary>The text that must be there.</summary>
    public string? RequiredText(string what)
    {
        string? text = Text();
        if (string.IsNullOrWhiteSpace(text))
        {
            if (!Exists || at.Text is not null)
            {
                Report(what);
            }

            return null;
        }

        return text;
    }

    public bool? Boolean()
    {
        if (Exists && at.Boolean is null)
        {
            Report($"{Name} must be true or false");
        }

        return at.Boolean;
    }

    /// <summary>One of a set of words.</summary>
    public T? Word<T>()
        where T : struct, Enum
    {
        if (Text() is not { } text)
        {
            return null;
        }

        string[] words = [.. Enum.GetNames<T>().Select(WordOf)];
        int found = Array.IndexOf(words, text);
        if (found < 0)
        {
            Report($"'{text}' is no value of {Name}; there are {string.Join(", ", words)}{Spelling.Hint(text, words)}");
            return null;
        }

        return Enum.GetValues<T>()[found];
    }

    /// <summary>A value with a form of its own.</summary>
    public T? Parse<T>(WordParser<T> parser)
        where T : class
    {
        if (Text() is not { } text)
        {
            return null;
        }

        if (parser(text, out T? value, out string? error))
        {
            return value;
        }

        Report($"'{text}' does not fit {Name}: {error}");
        return null;
    }

    /// <summary>A list of values with a form of their own.</summary>
    public IReadOnlyList<T> ParseAll<T>(WordParser<T> parser)
        where T : class => [.. Items.Select(item => item.Parse(parser)).OfType<T>()];

    public IReadOnlyList<string> Texts() => [.. Items.Select(item => item.Text()).OfType<string>()];

    /// <summary>Reports the value, or the nearest key where it is missing.</summary>
    public void Report(string message) => Report(at.Span, message);

    /// <summary>Reports the key rather than its value.</summary>
    public void ReportKey(string message) => Report(at.KeySpan, message);

    private static string WordOf(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private void Report(SourceSpan span, string message) => problems.Add(PolicyRules.Invalid.At(span, message, at.Path));

    private bool CheckMapping()
    {
        if (Exists && !IsMapping)
        {
            Report($"{Name} must hold keys with values");
        }

        return IsMapping;
    }
}
