using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeSec.Manifests;

/// <summary>Reads one YAML document into a tree with exact places.</summary>
internal sealed class YamlDocumentReader
{
    private readonly string text;
    private readonly Scanner scanner;
    private readonly Parser parser;
    private readonly int lineOffset;
    private readonly ManifestReaderOptions options;
    private readonly Dictionary<string, (ManifestNode Node, long Size)> anchors = new(StringComparer.Ordinal);
    private readonly List<MappingEntry> duplicates = [];
    private long nodes;
    private int depth;

    private readonly Func<TextSpan, TextSpan>? place;

    private YamlDocumentReader(string text, int lineOffset, ManifestReaderOptions options, Func<TextSpan, TextSpan>? place)
    {
        this.text = text;
        scanner = new Scanner(new StringReader(text));
        parser = new Parser(scanner);
        this.lineOffset = lineOffset;
        this.options = options;
        this.place = place;
    }

    /// <summary>The root, or null for a document without content.</summary>
    /// <param name="text">The document.</param>
    /// <param name="lineOffset">Lines of the stream before it.</param>
    /// <param name="options">The caps.</param>
    /// <param name="duplicates">Entries whose key the mapping has already.</param>
    /// <param name="place">Where each place of this text stands in the file that findings name; null where it is that file.</param>
    /// <exception cref="ManifestException">The text is no YAML, or asks for more than the caps allow.</exception>
    public static ManifestNode? Read(string text, int lineOffset, ManifestReaderOptions options, out IReadOnlyList<MappingEntry> duplicates, Func<TextSpan, TextSpan>? place = null)
    {
        var reader = new YamlDocumentReader(text, lineOffset, options, place);
        duplicates = reader.duplicates;
        try
        {
            return reader.ReadRoot();
        }
        catch (YamlException fault)
        {
            (Mark start, Mark end) = LeadingTab(text, fault) is { } tab ? (tab, tab) : (fault.Start, fault.End);
            throw new ManifestException(InputRules.YamlInvalid, reader.Span(Within(text, start), Within(text, end)), Sentence(fault));
        }
    }

    private static string Sentence(YamlException fault)
    {
        string message = (fault.InnerException ?? fault).Message;
        return "this is not YAML: " + char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');
    }

    /// <summary>The parser says where the mapping starts that a tab indents; what is to be mended is the tab.</summary>
    private static Mark? LeadingTab(string text, YamlException fault)
    {
        if (!fault.Message.Contains("tab as indentation", StringComparison.Ordinal))
        {
            return null;
        }

        int line = 0;
        foreach (ReadOnlySpan<char> content in text.AsSpan().EnumerateLines())
        {
            line++;
            int tab = content.IndexOf('\t');
            if (line >= fault.Start.Line && tab >= 0 && content[..tab].IsWhiteSpace())
            {
                return new Mark(0, line, tab + 1);
            }
        }

        return null;
    }

    /// <summary>The scanner counts a line behind the last one; what is missing there is missing at the end of the text.</summary>
    private static Mark Within(string text, Mark mark)
    {
        (int lines, int length) = (0, 0);
        foreach (ReadOnlySpan<char> line in text.AsSpan().TrimEnd().EnumerateLines())
        {
            (lines, length) = (lines + 1, line.Length);
        }

        return mark.Line <= lines ? mark : new Mark(0, lines, length + 1);
    }

    /// <summary>Steps on; some broken texts make YamlDotNet throw what no parser should, and these are no YAML either.</summary>
    private bool MoveNext()
    {
        try
        {
            return parser.MoveNext();
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException or FormatException)
        {
            Mark at = Within(text, scanner.CurrentPosition);
            throw new ManifestException(
                InputRules.YamlInvalid, Span(at, at), "this is not YAML: a bracket, quote or value is not closed before this place");
        }
    }

    private ManifestNode? ReadRoot()
    {
        while (MoveNext())
        {
            if (parser.Current is DocumentStart)
            {
                MoveNext();
                ManifestNode root = ReadNode();
                while (MoveNext())
                {
                }

                return root is ScalarNode { Type: ScalarType.Null } ? null : root;
            }
        }

        return null;
    }

    private ManifestNode ReadNode()
    {
        ParsingEvent current = parser.Current!;
        long before = nodes;
        if (++nodes > options.MaxNodes)
        {
            throw Limit(current, FormattableString.Invariant($"the document has more than {options.MaxNodes} nodes"));
        }

        ManifestNode node = current switch
        {
            Scalar scalar => ReadScalar(scalar),
            AnchorAlias alias => Follow(alias),
            SequenceStart sequence => Nested(current, () => ReadSequence(sequence)),
            MappingStart mapping => Nested(current, () => ReadMapping(mapping)),
            _ => throw new ManifestException(InputRules.YamlInvalid, Span(Within(text, current.Start), Within(text, current.End)), "this is not YAML: a key or value is missing here"),
        };
        if (current is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            anchors[anchored.Anchor.Value] = (node, nodes - before);
        }

        return node;
    }

    private T Nested<T>(ParsingEvent at, Func<T> read)
    {
        if (++depth > options.MaxDepth)
        {
            throw Limit(at, FormattableString.Invariant($"the document is nested deeper than {options.MaxDepth} levels"));
        }

        T node = read();
        depth--;
        return node;
    }

    private ManifestNode Follow(AnchorAlias alias)
    {
        if (!anchors.TryGetValue(alias.Value.Value, out (ManifestNode Node, long Size) target))
        {
            throw new ManifestException(
                InputRules.YamlInvalid, Span(alias.Start, alias.End), $"alias *{alias.Value.Value} has no anchor before it, or contains itself");
        }

        nodes += target.Size;
        return nodes <= options.MaxNodes
            ? target.Node
            : throw Limit(alias, FormattableString.Invariant($"aliases expand the document to more than {options.MaxNodes} nodes"));
    }

    private ScalarNode ReadScalar(Scalar scalar) =>
        new(Span(scalar.Start, scalar.End), scalar.Value, ScalarTyping.TypeOf(scalar.Value, scalar.Style == ScalarStyle.Plain, TagOf(scalar)));

    private static string? TagOf(NodeEvent node) => node.Tag.IsEmpty || node.Tag.IsNonSpecific ? null : node.Tag.Value;

    private SequenceNode ReadSequence(SequenceStart start)
    {
        var items = new List<ManifestNode>();
        while (MoveNext() && parser.Current is not SequenceEnd)
        {
            items.Add(ReadNode());
        }

        bool block = start.Style == SequenceStyle.Block && items.Count > 0;
        return new SequenceNode(Whole(start.Start, block ? items[^1].Span : null, start.Style == SequenceStyle.Flow), items, block ? CollectionStyle.Block : CollectionStyle.Flow);
    }

    private MappingNode ReadMapping(MappingStart start)
    {
        var entries = new List<MappingEntry>();
        List<ManifestNode>? merged = null;
        while (MoveNext() && parser.Current is not MappingEnd)
        {
            ParsingEvent at = parser.Current!;
            ManifestNode keyNode = ReadNode();
            MoveNext();
            ManifestNode value = ReadNode();
            if (keyNode is not ScalarNode key)
            {
                throw new ManifestException(
                    InputRules.YamlInvalid, Span(at.Start, at.End), "a key of a Kubernetes object is text, not a list or a mapping");
            }

            if (key.Text == "<<" && at is Scalar { Style: ScalarStyle.Plain })
            {
                (merged ??= []).Add(value);
            }
            else
            {
                entries.Add(new MappingEntry(key, value));
            }
        }

        bool block = start.Style == MappingStyle.Block && entries.Count > 0;
        TextSpan span = Whole(start.Start, block ? entries[^1].Value.Span : null, start.Style == MappingStyle.Flow);
        NoteDuplicates(entries);
        CollectionStyle style = start.Style == MappingStyle.Block ? CollectionStyle.Block : CollectionStyle.Flow;
        return new MappingNode(span, merged is null ? entries : MergeKeys.Expand(entries, merged), style);
    }

    private void NoteDuplicates(List<MappingEntry> entries)
    {
        var seen = new HashSet<string>(entries.Count, StringComparer.Ordinal);
        duplicates.AddRange(entries.Where(entry => !seen.Add(entry.Key.Text)));
    }

    /// <summary>
    /// A block collection ends with its last item, since the parser's own end is where the next token starts;
    /// a flow collection ends behind its bracket, where the parser's own end is before it.
    /// </summary>
    private TextSpan Whole(Mark start, TextSpan? last, bool flow)
    {
        TextSpan whole = Span(start, parser.Current!.End);
        if (flow)
        {
            return whole with { EndColumn = whole.EndColumn + 1 };
        }

        return last is { } item && (item.EndLine, item.EndColumn).CompareTo((whole.Line, whole.Column)) > 0
            ? whole with { EndLine = item.EndLine, EndColumn = item.EndColumn }
            : whole;
    }

    private ManifestException Limit(ParsingEvent at, string message) => new(InputRules.LimitExceeded, Span(at.Start, at.End), message);

    private TextSpan Span(Mark start, Mark end)
    {
        var span = new TextSpan((int)start.Line + lineOffset, (int)start.Column, (int)end.Line + lineOffset, (int)end.Column);
        return place is null ? span : place(span);
    }
}
