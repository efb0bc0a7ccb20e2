using System.Text;

namespace KubeSec.Images.Dockerfiles;

/// <summary>
/// The variables that a <c>FROM</c> can see: arguments declared before the first one, and build arguments given for them.
/// Substitution follows moby/buildkit frontend/dockerfile/shell/lex.go.
/// </summary>
internal sealed class DockerfileVariables(IReadOnlyDictionary<string, string> buildArguments, char escape)
{
    // Also bounds how deeply substitutions can nest.
    private const int LongestWord = 4096;

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    /// <summary>Declares <c>NAME</c> or <c>NAME=default</c>; a given build argument wins over the default.</summary>
    public void Declare(string declaration)
    {
        int equals = declaration.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? declaration : declaration[..equals];
        if (buildArguments.TryGetValue(name, out string? given))
        {
            values[name] = given;
        }
        else if (equals >= 0 && Substitute(declaration[(equals + 1)..]) is { } value)
        {
            values[name] = value;
        }
    }

    /// <summary>The word with its variables filled in and its quotes removed; null where a variable has no value.</summary>
    public string? Substitute(string text)
    {
        if (text.Length > LongestWord)
        {
            return null;
        }

        StringBuilder result = new();
        char quote = '\0';
        for (int at = 0; at < text.Length && result.Length <= LongestWord; at++)
        {
            char character = text[at];
            if (character == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && character is '"' or '\'')
            {
                quote = character;
            }
            else if (character == escape && quote != '\'' && at + 1 < text.Length)
            {
                result.Append(text[++at]);
            }
            else if (character == '$' && quote != '\'')
            {
                if (Variable(text, ref at) is not { } value)
                {
                    return null;
                }

                result.Append(value);
            }
            else
            {
                result.Append(character);
            }
        }

        return result.Length > LongestWord ? null : result.ToString();
    }

    /// <summary>The value of the variable whose <c>$</c> stands at a place, leaving the place at its last character.</summary>
    private string? Variable(string text, ref int at)
    {
        bool braced = at + 1 < text.Length && text[at + 1] == '{';
        int start = at + (braced ? 2 : 1);
        int end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        values.TryGetValue(text[start..end], out string? value);
        if (!braced)
        {
            at = end - 1;
            return value;
        }

        int close = ClosingBrace(text, end);
        if (close < 0)
        {
            return null;
        }

        at = close;
        return WithModifier(value, text[end..close]);
    }

    /// <summary><c>:-word</c>, <c>-word</c>, <c>:+word</c>, <c>+word</c>, <c>:?</c>, <c>?</c>; without <c>:</c> an empty value counts as one.</summary>
    private string? WithModifier(string? value, string modifier)
    {
        bool emptyIsUnset = modifier.StartsWith(':');
        string rest = emptyIsUnset ? modifier[1..] : modifier;
        bool set = value is not null && (!emptyIsUnset || value.Length > 0);
        return rest switch
        {
            "" => emptyIsUnset ? null : value,
            ['-', ..] => set ? value : Substitute(rest[1..]),
            ['+', ..] => set ? Substitute(rest[1..]) : "",
            ['?', ..] => set ? value : null,
            _ => null,
        };
    }

    private static int ClosingBrace(string text, int from)
    {
        int depth = 1;
        for (int at = from; at < text.Length; at++)
        {
            depth += text[at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return at;
            }
        }

        return -1;
    }
}
