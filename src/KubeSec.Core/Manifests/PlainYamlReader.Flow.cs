using System.Buffers;
using System.Runtime.InteropServices;

namespace KubeSec.Manifests;

/// <content>Flow collections that begin and end on one line.</content>
internal ref partial struct PlainYamlReader
{
    private static readonly SearchValues<char> FlowText =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+=~$();^-");

    private ManifestNode? ReadFlow() => AtLineEnd ? null : text[position] switch
    {
        '[' => ReadFlowSequence(),
        '{' => ReadFlowMapping(),
        _ => ReadFlowScalar(),
    };

    private SequenceNode? ReadFlowSequence()
    {
        if (!Enter())
        {
            return null;
        }

        int first = items.Count;
        TextSpan start = Point(position++);
        SkipSpaces();
        while (items.Count > first || AtLineEnd || text[position] != ']')
        {
            if (ReadFlow() is not { } item)
            {
                return null;
            }

            items.Add(item);
            if (!EndFlowItem(']', out bool last))
            {
                return null;
            }

            if (last)
            {
                break;
            }
        }

        position++;
        depth--;
        ManifestNode[] own = CollectionsMarshal.AsSpan(items)[first..].ToArray();
        items.RemoveRange(first, own.Length);
        return new SequenceNode(UpTo(start, position), own, CollectionStyle.Flow);
    }

    private MappingNode? ReadFlowMapping()
    {
        if (!Enter())
        {
            return null;
        }

        int first = entries.Count;
        TextSpan start = Point(position++);
        SkipSpaces();
        while (entries.Count > first || AtLineEnd || text[position] != '}')
        {
            if (AtLineEnd || ReadFlowScalar() is not { } key || !SkipFlowColon() || ReadFlow() is not { } value)
            {
                return null;
            }

            entries.Add(new MappingEntry(key, value));
            if (!EndFlowItem('}', out bool last))
            {
                return null;
            }

            if (last)
            {
                break;
            }
        }

        position++;
        depth--;
        MappingEntry[] own = CollectionsMarshal.AsSpan(entries)[first..].ToArray();
        entries.RemoveRange(first, own.Length);
        NoteDuplicates(own);
        return new MappingNode(UpTo(start, position), own, CollectionStyle.Flow);
    }

    private bool SkipFlowColon()
    {
        if (AtEnd || text[position] != ':' || position + 1 == text.Length || text[position + 1] != ' ')
        {
            return false;
        }

        position++;
        SkipSpaces();
        return true;
    }

    private bool EndFlowItem(char close, out bool last)
    {
        SkipSpaces();
        last = !AtEnd && text[position] == close;
        if (last)
        {
            return true;
        }

        if (AtEnd || text[position] != ',')
        {
            return false;
        }

        position++;
        SkipSpaces();
        return !AtLineEnd && text[position] != '#';
    }

    private ScalarNode? ReadFlowScalar()
    {
        if (++nodes > options.MaxNodes)
        {
            return null;
        }

        int startLine = line;
        if (text[position] is '"' or '\'')
        {
            ScalarNode? quoted = ReadQuoted(int.MaxValue, text[position]);
            return line == startLine ? quoted : null;
        }

        TextSpan start = Point(position);
        int end = FlowTextEnd();
        if (end == position || (text[position] == '-' && (end == position + 1 || !char.IsAsciiLetterOrDigit(text[position + 1]))))
        {
            return null;
        }

        string value = pool.Of(text[position..end]);
        position = end;
        return Plain(UpTo(start, end), value);
    }

    /// <summary>Where plain text ends: words of plain characters, with single colons and spaces between them.</summary>
    private readonly int FlowTextEnd()
    {
        int at = position;
        while (at < text.Length && (FlowText.Contains(text[at]) || (at > position && text[at] is ':' or ' ' && at + 1 < text.Length && FlowText.Contains(text[at + 1]))))
        {
            at++;
        }

        return at;
    }
}
