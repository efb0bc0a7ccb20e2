using System.Buffers;
using System.Text;

namespace KubeSec.Manifests;

/// <content>Text: plain, quoted and in blocks.</content>
internal ref partial struct PlainYamlReader
{
    private static readonly SearchValues<char> Indicators = SearchValues.Create("-?:,[]{}#&*!|>'\"%@` \t\n");

    /// <summary>Reads plain or quoted text; the cursor stops behind it, or at the colon of a key.</summary>
    /// <param name="indent">The column of the collection it stands in: what goes on below stands further right.</param>
    /// <param name="isKey">Whether a colon follows.</param>
    private ScalarNode? ReadScalar(int indent, out bool isKey)
    {
        isKey = false;
        if (++nodes > options.MaxNodes)
        {
            return null;
        }

        int start = position;
        int startLine = line;
        ScalarNode? scalar = text[position] is '"' or '\'' ? ReadQuoted(indent, text[position])
            : !Indicators.Contains(text[position]) || IsDashOfText() ? ReadPlain(indent)
            : null;
        if (scalar is null || AtEnd || text[position] != ':')
        {
            return scalar;
        }

        isKey = line == startLine && (position + 1 == text.Length || text[position + 1] is ' ' or '\n');
        return isKey && position - start < LongestKey ? scalar : null;
    }

    private readonly bool IsDashOfText() => text[position] == '-' && position + 1 < text.Length && text[position + 1] is not (' ' or '\n' or '\t');

    private ScalarNode? ReadPlain(int indent)
    {
        TextSpan start = Point(position);
        int stop = PlainStop(position, LineEnd());
        if (stop < 0 || (stop < text.Length && text[stop] == ':' && !IsPlainKey(text[position..stop])))
        {
            return null;
        }

        ReadOnlySpan<char> content = text[position..stop].TrimEnd(' ');
        position += content.Length;
        if (stop < text.Length && text[stop] != '\n')
        {
            string first = pool.Of(content);
            return new ScalarNode(UpTo(start, position), first, ScalarTyping.TypeOf(first));
        }

        return Continues(indent) ? ReadPlainBelow(start, content, indent) : Plain(UpTo(start, position), pool.Of(content));
    }

    private static ScalarNode Plain(TextSpan span, string value) => new(span, value, ScalarTyping.TypeOf(value));

    /// <summary>Spaces before the colon and words that start with an asterisk have readings of their own.</summary>
    private static bool IsPlainKey(ReadOnlySpan<char> key) => key[^1] != ' ' && !key.Contains(" *", StringComparison.Ordinal);

    /// <summary>Where plain text ends on its line: at a key's colon, at a comment or at the line's end; -1 where a tab stands in it.</summary>
    private readonly int PlainStop(int from, int lineEnd)
    {
        int at = from;
        while (true)
        {
            int next = text[at..lineEnd].IndexOfAny(':', '#', '\t');
            if (next < 0)
            {
                return lineEnd;
            }

            at += next;
            switch (text[at])
            {
                case '\t':
                    return -1;
                case ':' when at + 1 == lineEnd || text[at + 1] is ' ' or '\t':
                case '#' when at > from && text[at - 1] == ' ':
                    return at;
                default:
                    at++;
                    break;
            }
        }
    }

    /// <summary>Whether a line further right than the collection follows, which plain text takes in; a comment ends it.</summary>
    private readonly bool Continues(int indent)
    {
        int at = position;
        int start = lineStart;
        while (at < text.Length && text[at] is ' ' or '\n')
        {
            start = text[at++] == '\n' ? at : start;
        }

        return at < text.Length && at - start > indent && text[at] != '#';
    }

    private ScalarNode? ReadPlainBelow(TextSpan start, ReadOnlySpan<char> firstLine, int indent)
    {
        folded ??= new StringBuilder();
        folded.Clear().Append(firstLine);
        int stop;
        do
        {
            AppendBreaks(SkipBreaks());
            stop = PlainStop(position, LineEnd());
            if (stop < 0 || (stop < text.Length && text[stop] == ':'))
            {
                return null;
            }

            ReadOnlySpan<char> content = text[position..stop].TrimEnd(' ');
            folded.Append(content);
            position += content.Length;
        }
        while ((stop == text.Length || text[stop] == '\n') && Continues(indent));

        return Plain(UpTo(start, position), folded.ToString());
    }

    /// <summary>Moves over spaces and line ends to the next text.</summary>
    /// <returns>How many line ends there were.</returns>
    private int SkipBreaks()
    {
        int from = line;
        while (!AtEnd && text[position] is ' ' or '\n')
        {
            if (text[position] == '\n')
            {
                NextLine();
            }
            else
            {
                position++;
            }
        }

        return line - from;
    }

    /// <summary>One line end is a space, several are one less.</summary>
    private readonly void AppendBreaks(int breaks)
    {
        if (breaks == 1)
        {
            folded!.Append(' ');
        }
        else
        {
            folded!.Append('\n', breaks - 1);
        }
    }

    private ScalarNode? ReadQuoted(int indent, char quote)
    {
        TextSpan start = Point(position);
        position++;
        int length = quote == '"' ? text[position..].IndexOfAny('"', '\\', '\n') : text[position..].IndexOfAny('\'', '\n');
        string? value;
        if (length >= 0 && text[position + length] == quote && !(quote == '\'' && IsQuoteAt(position + length + 1)))
        {
            ReadOnlySpan<char> content = text.Slice(position, length);
            value = content.Contains('\t') ? null : pool.Of(content);
            position += length + 1;
        }
        else
        {
            value = ReadFoldedQuoted(indent, quote);
        }

        bool ends = AtLineEnd || text[position] is ' ' or ':' or ',' or ']' or '}';
        return value is null || !ends ? null : new ScalarNode(UpTo(start, position), value, ScalarType.String);
    }

    private readonly bool IsQuoteAt(int at) => at < text.Length && text[at] == '\'';

    /// <summary>Reads quoted text that has escapes or goes on below; the cursor is behind the opening quote.</summary>
    private string? ReadFoldedQuoted(int indent, char quote)
    {
        folded ??= new StringBuilder();
        folded.Clear();
        while (!AtEnd)
        {
            int length = text[position..].IndexOfAny(quote, '\\', '\n');
            if (length < 0 || text.Slice(position, length).Contains('\t'))
            {
                return null;
            }

            ReadOnlySpan<char> content = text.Slice(position, length);
            position += length;
            switch (text[position])
            {
                case '\n':
                    folded.Append(content.TrimEnd(' '));
                    AppendBreaks(SkipBreaks());
                    if (Column <= indent)
                    {
                        return null;
                    }

                    break;
                case '\\' when quote == '"':
                    folded.Append(content);
                    if (!ReadEscape())
                    {
                        return null;
                    }

                    break;
                case '\\':
                    folded.Append(content).Append('\\');
                    position++;
                    break;
                default:
                    folded.Append(content);
                    position++;
                    if (quote == '"' || !IsQuoteAt(position))
                    {
                        return folded.ToString();
                    }

                    folded.Append('\'');
                    position++;
                    break;
            }
        }

        return null;
    }

    private bool ReadEscape()
    {
        char escaped = position + 1 < text.Length ? text[position + 1] : '\0';
        char? meant = escaped switch
        {
            '"' or '\\' or '/' => escaped,
            'n' => '\n',
            't' => '\t',
            _ => null,
        };
        if (meant is null)
        {
            return false;
        }

        folded!.Append(meant);
        position += 2;
        return true;
    }

    /// <summary>Reads literal or folded text; its first line says how far it is indented.</summary>
    private ScalarNode? ReadBlockText(int indent)
    {
        TextSpan start = Point(position);
        bool literal = text[position++] == '|';
        char chomping = !AtEnd && text[position] is '-' or '+' ? text[position++] : ' ';
        SkipSpaces();
        if (++nodes > options.MaxNodes || AtEnd || text[position] != '\n')
        {
            return null;
        }

        NextLine();
        folded ??= new StringBuilder();
        folded.Clear();
        while (!AtEnd && text[position] == '\n')
        {
            folded.Append('\n');
            NextLine();
        }

        SkipSpaces();
        int margin = Column;
        if (margin <= indent || margin == 0 || AtLineEnd)
        {
            return null;
        }

        position = lineStart;
        int blank = ReadBlockLines(margin, literal, out bool lastEnds);
        if (blank < 0)
        {
            return null;
        }

        TextSpan span = UpTo(start, position);
        folded.Append('\n', chomping == '+' ? blank + (lastEnds ? 1 : 0) : chomping == ' ' && lastEnds ? 1 : 0);
        return Next() ? new ScalarNode(span, folded.ToString(), ScalarType.String) : null;
    }

    /// <summary>Reads the lines of a block; the cursor stops at the start of the first line that is not part of it.</summary>
    /// <returns>How many blank lines end it; -1 where folding it has rules of its own.</returns>
    private int ReadBlockLines(int margin, bool literal, out bool lastEnds)
    {
        int blank = 0;
        bool first = true;
        lastEnds = false;
        while (!AtEnd)
        {
            int end = LineEnd();
            int spaces = text[position..Math.Min(end, position + margin)].IndexOfAnyExcept(' ');
            bool isBlank = spaces < 0 && end - position <= margin;
            if (isBlank ? end == text.Length : spaces >= 0)
            {
                break;
            }

            if (isBlank)
            {
                blank++;
            }
            else
            {
                ReadOnlySpan<char> content = text[(position + margin)..end];
                if (content[0] is ' ' or '\t' && (!literal || first))
                {
                    return -1;
                }

                AppendBreak(literal, blank, first);
                folded!.Append(content);
                (blank, first) = (0, false);
            }

            position = end;
            lastEnds = isBlank ? lastEnds : !AtEnd;
            if (!AtEnd)
            {
                NextLine();
            }
        }

        return first ? -1 : blank;
    }

    private readonly void AppendBreak(bool literal, int blank, bool first)
    {
        if (first)
        {
            return;
        }

        if (!literal && blank == 0)
        {
            folded!.Append(' ');
        }
        else
        {
            folded!.Append('\n', literal ? blank + 1 : blank);
        }
    }
}
