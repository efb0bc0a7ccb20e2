using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace KubeSec.Manifests;

/// <summary>
/// Reads the YAML that manifests are written in – block mappings and lists, plain, quoted and block text, flow
/// collections on one line – into the same tree as <see cref="YamlDocumentReader"/>, several times as fast. Whatever is
/// rarer, broken or in doubt it leaves to that reader, which also says what is wrong; a differential test holds the two
/// against each other.
/// </summary>
internal ref partial struct PlainYamlReader
{
    // A key is one line of at most 1,024 characters (YAML 1.2.2 section 7.4.2); the last few are left to the other reader.
    private const int LongestKey = 1000;

    private static readonly SearchValues<char> Unusual = SearchValues.Create("\r\0\u0085\u2028\u2029\uFEFF");

    private readonly ReadOnlySpan<char> text;
    private readonly int lineOffset;
    private readonly ManifestReaderOptions options;
    private readonly TextPool pool;
    private readonly List<MappingEntry> duplicates = [];

    // What belongs to the collections under way; each takes its own part off the end.
    private readonly List<MappingEntry> entries = [];
    private readonly List<ManifestNode> items = [];
    private HashSet<string>? seen;
    private StringBuilder? folded;

    private int position;
    private int line;
    private int lineStart;
    private int nodes;
    private int depth;

    private PlainYamlReader(ReadOnlySpan<char> text, int lineOffset, ManifestReaderOptions options, TextPool pool)
    {
        this.text = text;
        this.lineOffset = lineOffset;
        this.options = options;
        this.pool = pool;
    }

    private readonly bool AtEnd => position == text.Length;

    private readonly bool AtLineEnd => AtEnd || text[position] == '\n';

    /// <summary>Characters between the start of the line and the cursor.</summary>
    private readonly int Column => position - lineStart;

    /// <summary>Whether a list entry's dash stands here.</summary>
    private readonly bool AtEntry => !AtEnd && text[position] == '-' && (position + 1 == text.Length || text[position + 1] is ' ' or '\n');

    private readonly bool AtMarker => Column == 0 && (text[position..].StartsWith("---") || text[position..].StartsWith("..."));

    /// <summary>The root, or null for text that is left to <see cref="YamlDocumentReader"/>.</summary>
    /// <param name="text">The document.</param>
    /// <param name="lineOffset">Lines of the stream before it.</param>
    /// <param name="options">The caps.</param>
    /// <param name="pool">Where strings come from.</param>
    /// <param name="duplicates">Entries whose key the mapping has already.</param>
    public static ManifestNode? Read(ReadOnlySpan<char> text, int lineOffset, ManifestReaderOptions options, TextPool pool, out IReadOnlyList<MappingEntry> duplicates)
    {
        var reader = new PlainYamlReader(text, lineOffset, options, pool);
        duplicates = reader.duplicates;
        return text.ContainsAny(Unusual) ? null : reader.ReadRoot();
    }

    private ManifestNode? ReadRoot()
    {
        if (!SkipToToken() || (AtMarker && !SkipMarker()) || AtEnd)
        {
            return null;
        }

        ManifestNode? root = ReadNode(-1, mayBeMapping: true);
        return AtEnd && root is MappingNode { Style: CollectionStyle.Block } or SequenceNode { Style: CollectionStyle.Block } ? root : null;
    }

    private bool SkipMarker()
    {
        bool starts = text[position] == '-';
        position += 3;
        return starts && (AtLineEnd || text[position] == ' ') && EndLine();
    }

    /// <summary>Reads the node under the cursor and moves to the token after it.</summary>
    /// <param name="indent">The column of the collection it stands in.</param>
    /// <param name="mayBeMapping">Whether it may be the first key of a mapping; not behind a key on the same line.</param>
    private ManifestNode? ReadNode(int indent, bool mayBeMapping)
    {
        switch (text[position])
        {
            case '[' or '{':
                ManifestNode? flow = ReadFlow();
                return flow is not null && EndLine() ? flow : null;
            case '|' or '>':
                return ReadBlockText(indent);
            case '-' when AtEntry:
                return mayBeMapping ? ReadSequence(Column, indentless: false) : null;
            default:
                int column = Column;
                ScalarNode? scalar = ReadScalar(indent, out bool isKey);
                return scalar is null ? null
                    : isKey ? mayBeMapping ? ReadMapping(scalar, column) : null
                    : EndLine() ? scalar : null;
        }
    }

    /// <summary>Reads a mapping whose first key has been read; the cursor is at its colon.</summary>
    private MappingNode? ReadMapping(ScalarNode key, int column)
    {
        if (!Enter())
        {
            return null;
        }

        int first = entries.Count;
        TextSpan start = key.Span;
        while (true)
        {
            position++;
            if (key.Text == "<<" || ReadValue(column) is not { } value)
            {
                return null;
            }

            entries.Add(new MappingEntry(key, value));
            if (AtEnd || Column < column)
            {
                break;
            }

            if (Column > column || ReadScalar(column, out bool isKey) is not { } next || !isKey)
            {
                return null;
            }

            key = next;
        }

        depth--;
        MappingEntry[] own = CollectionsMarshal.AsSpan(entries)[first..].ToArray();
        entries.RemoveRange(first, own.Length);
        NoteDuplicates(own);
        TextSpan last = own[^1].Value.Span;
        return new MappingNode(start with { EndLine = last.EndLine, EndColumn = last.EndColumn }, own, CollectionStyle.Block);
    }

    /// <summary>Reads what stands behind a colon, or below it.</summary>
    private ManifestNode? ReadValue(int column)
    {
        TextSpan behindColon = Point(position);
        SkipSpaces();
        if (!AtLineEnd && text[position] != '#')
        {
            return ReadNode(column, mayBeMapping: false);
        }

        return !Next() ? null
            : !AtEnd && Column > column ? ReadNode(column, mayBeMapping: true)
            : AtEntry && Column == column ? ReadSequence(column, indentless: true)
            : Nothing(behindColon);
    }

    /// <summary>Reads a list whose first dash is under the cursor.</summary>
    /// <param name="column">Where its dashes stand.</param>
    /// <param name="indentless">Whether that is where the keys of the mapping around it stand, too.</param>
    private SequenceNode? ReadSequence(int column, bool indentless)
    {
        if (!Enter())
        {
            return null;
        }

        int first = items.Count;
        TextSpan start = Point(position);
        while (AtEntry && Column == column)
        {
            position++;
            if (ReadItem(column) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        if (!AtEnd && (Column > column || (Column == column && !indentless)))
        {
            return null;
        }

        depth--;
        ManifestNode[] own = CollectionsMarshal.AsSpan(items)[first..].ToArray();
        items.RemoveRange(first, own.Length);
        TextSpan last = own[^1].Span;
        return new SequenceNode(start with { EndLine = last.EndLine, EndColumn = last.EndColumn }, own, CollectionStyle.Block);
    }

    private ManifestNode? ReadItem(int column)
    {
        TextSpan behindDash = Point(position);
        SkipSpaces();
        if (!AtLineEnd && text[position] != '#')
        {
            return ReadNode(column, mayBeMapping: true);
        }

        return !Next() ? null
            : !AtEnd && Column > column ? ReadNode(column, mayBeMapping: true)
            : Nothing(behindDash);
    }

    private ScalarNode? Nothing(TextSpan at) => ++nodes > options.MaxNodes ? null : new ScalarNode(at, "", ScalarType.Null);

    private bool Enter() => ++nodes <= options.MaxNodes && ++depth <= options.MaxDepth;

    private void NoteDuplicates(MappingEntry[] own)
    {
        const int Few = 8;
        if (own.Length <= Few)
        {
            for (int i = 1; i < own.Length; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    if (own[i].Key.Text == own[j].Key.Text)
                    {
                        duplicates.Add(own[i]);
                        break;
                    }
                }
            }

            return;
        }

        seen ??= new HashSet<string>(StringComparer.Ordinal);
        seen.Clear();
        foreach (MappingEntry entry in own)
        {
            if (!seen.Add(entry.Key.Text))
            {
                duplicates.Add(entry);
            }
        }
    }

    private readonly TextSpan Point(int at) => new(line + lineOffset + 1, at - lineStart + 1, line + lineOffset + 1, at - lineStart + 1);

    private readonly TextSpan UpTo(TextSpan start, int end) => start with { EndLine = line + lineOffset + 1, EndColumn = end - lineStart + 1 };

    private readonly int LineEnd()
    {
        int length = text[position..].IndexOf('\n');
        return length < 0 ? text.Length : position + length;
    }

    private void SkipSpaces()
    {
        while (!AtEnd && text[position] == ' ')
        {
            position++;
        }
    }

    private void NextLine()
    {
        lineStart = ++position;
        line++;
    }

    /// <summary>Whether nothing but a comment is left on the line; moves to the next token.</summary>
    private bool EndLine()
    {
        SkipSpaces();
        return (AtLineEnd || text[position] == '#') && Next();
    }

    /// <summary>Moves to the next token of this document.</summary>
    private bool Next() => SkipToToken() && (AtEnd || !AtMarker);

    /// <summary>Moves over spaces, line ends and comments; false where a number sign does not clearly start a comment.</summary>
    private bool SkipToToken()
    {
        while (true)
        {
            SkipSpaces();
            if (AtEnd)
            {
                return true;
            }

            if (text[position] == '#')
            {
                if (Column > 0 && text[position - 1] != ' ')
                {
                    return false;
                }

                position = LineEnd();
            }
            else if (text[position] == '\n')
            {
                NextLine();
            }
            else
            {
                return true;
            }
        }
    }
}
