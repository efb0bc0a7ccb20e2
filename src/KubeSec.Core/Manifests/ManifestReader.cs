using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeSec.Manifests;

/// <summary>Caps on what a manifest may ask of the reader; each exceeded cap is a finding with its place.</summary>
public sealed record ManifestReaderOptions
{
    /// <summary>Deepest nesting of mappings and sequences; the API server's JSON decoder stops at 10,000.</summary>
    public int MaxDepth { get; init; } = 128;
}

/// <summary>Reads a stream of YAML or JSON documents into resources, one document at a time.</summary>
/// <param name="options">The caps.</param>
public sealed class ManifestReader(ManifestReaderOptions? options = null)
{
    private readonly ManifestReaderOptions options = options ?? new ManifestReaderOptions();

    /// <summary>Reads lazily: memory grows with the largest document, not with the stream.</summary>
    /// <param name="file">Name that findings carry.</param>
    /// <param name="text">The stream; not closed.</param>
    public IEnumerable<ManifestDocument> Read(string file, TextReader text)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(text);
        var parser = new Parser(text);
        while (parser.MoveNext())
        {
            if (parser.Current is DocumentStart)
            {
                parser.MoveNext();
                ManifestNode root = ReadNode(parser, [], options.MaxDepth);
                yield return new ManifestDocument(file, [.. Split(Field.Root(file, root))], []);
            }
        }
    }

    private static IEnumerable<Resource> Split(Field root)
    {
        if (root["kind"].Text is { } kind && kind.EndsWith("List", StringComparison.Ordinal) && root["items"].Node is SequenceNode list)
        {
            return list.Items.Select(item => new Resource(Field.Root(root.Span.File, item)));
        }

        return root.Node is MappingNode ? [new Resource(root)] : [];
    }

    private static ManifestNode ReadNode(Parser parser, Dictionary<string, ManifestNode> anchors, int depthLeft)
    {
        ParsingEvent current = parser.Current!;
        ManifestNode node = current switch
        {
            Scalar scalar => ReadScalar(scalar),
            AnchorAlias alias => anchors[alias.Value.Value],
            SequenceStart => ReadSequence(parser, anchors, depthLeft),
            _ => ReadMapping(parser, anchors, depthLeft),
        };
        if (current is NodeEvent { Anchor.IsEmpty: false } anchored && current is not AnchorAlias)
        {
            anchors[anchored.Anchor.Value] = node;
        }

        return node;
    }

    private static ScalarNode ReadScalar(Scalar scalar) =>
        new(Span(scalar.Start, scalar.End), scalar.Value, scalar.Style == ScalarStyle.Plain ? ScalarTyping.TypeOf(scalar.Value) : ScalarType.String);

    private static SequenceNode ReadSequence(Parser parser, Dictionary<string, ManifestNode> anchors, int depthLeft)
    {
        Mark start = parser.Current!.Start;
        var items = new List<ManifestNode>();
        while (parser.MoveNext() && parser.Current is not SequenceEnd)
        {
            items.Add(ReadNode(parser, anchors, depthLeft - 1));
        }

        return new SequenceNode(Span(start, parser.Current!.End), items);
    }

    private static MappingNode ReadMapping(Parser parser, Dictionary<string, ManifestNode> anchors, int depthLeft)
    {
        Mark start = parser.Current!.Start;
        var entries = new List<MappingEntry>();
        while (parser.MoveNext() && parser.Current is not MappingEnd)
        {
            var key = (ScalarNode)ReadNode(parser, anchors, depthLeft - 1);
            parser.MoveNext();
            entries.Add(new MappingEntry(key, ReadNode(parser, anchors, depthLeft - 1)));
        }

        return new MappingNode(Span(start, parser.Current!.End), entries);
    }

    private static TextSpan Span(Mark start, Mark end) =>
        new((int)start.Line, (int)start.Column, (int)end.Line, (int)end.Column);
}
