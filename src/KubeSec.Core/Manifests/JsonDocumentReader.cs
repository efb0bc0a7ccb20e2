using System.Text;
using System.Text.Json;

namespace KubeSec.Manifests;

/// <summary>Reads one JSON document into the same tree as YAML, with exact places in UTF-16 columns.</summary>
internal ref struct JsonDocumentReader
{
    private readonly ReadOnlySpan<char> text;
    private readonly int lineOffset;
    private readonly ManifestReaderOptions options;
    private readonly List<MappingEntry> duplicates;
    private Utf8JsonReader json;
    private int nodes;

    // How far the text has been walked, in bytes of UTF-8 and as a place; tokens only ever move it forward.
    private long walkedBytes;
    private int walked;
    private int line;
    private int lineStart;

    private JsonDocumentReader(ReadOnlySpan<char> text, ReadOnlySpan<byte> utf8, int lineOffset, ManifestReaderOptions options, List<MappingEntry> duplicates)
    {
        this.text = text;
        this.lineOffset = lineOffset;
        this.options = options;
        this.duplicates = duplicates;
        json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = options.MaxDepth });
    }

    /// <summary>Whether the text starts as JSON; YAML's flow style may, too.</summary>
    public static bool MayRead(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> start = text.TrimStart();
        return start.Length > 0 && start[0] is '{' or '[';
    }

    /// <summary>The root, or null where the text is no JSON or exceeds a cap: the YAML reader then says what is wrong, and where.</summary>
    public static ManifestNode? Read(ReadOnlySpan<char> text, int lineOffset, ManifestReaderOptions options, out IReadOnlyList<MappingEntry> duplicates)
    {
        var repeated = new List<MappingEntry>();
        duplicates = repeated;
        byte[] utf8 = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, utf8);
        try
        {
            var reader = new JsonDocumentReader(text, utf8, lineOffset, options, repeated);
            reader.json.Read();
            ManifestNode? root = reader.ReadNode();
            return root is null || reader.json.Read() ? null : root;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape that is half a surrogate pair.
            return null;
        }
    }

    private ManifestNode? ReadNode()
    {
        if (++nodes > options.MaxNodes)
        {
            return null;
        }

        return json.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(),
            JsonTokenType.StartArray => ReadArray(),
            JsonTokenType.String => new ScalarNode(TokenSpan(), json.GetString()!, ScalarType.String),
            JsonTokenType.Number => Number(),
            JsonTokenType.Null => new ScalarNode(TokenSpan(), "null", ScalarType.Null),
            _ => new ScalarNode(TokenSpan(), json.TokenType == JsonTokenType.True ? "true" : "false", ScalarType.Boolean),
        };
    }

    private ScalarNode Number()
    {
        string number = Encoding.UTF8.GetString(json.ValueSpan);
        return new ScalarNode(TokenSpan(), number, number.AsSpan().ContainsAny('.', 'e', 'E') ? ScalarType.Float : ScalarType.Integer);
    }

    private SequenceNode? ReadArray()
    {
        TextSpan start = TokenSpan();
        var items = new List<ManifestNode>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (ReadNode() is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        return new SequenceNode(UpToHere(start), items, CollectionStyle.Json);
    }

    private MappingNode? ReadObject()
    {
        TextSpan start = TokenSpan();
        var entries = new List<MappingEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = new ScalarNode(TokenSpan(), json.GetString()!, ScalarType.String);
            json.Read();
            if (ReadNode() is not { } value)
            {
                return null;
            }

            entries.Add(new MappingEntry(key, value));
            if (!seen.Add(key.Text))
            {
                duplicates.Add(entries[^1]);
            }
        }

        return new MappingNode(UpToHere(start), entries, CollectionStyle.Json);
    }

    private TextSpan UpToHere(TextSpan start)
    {
        TextSpan end = TokenSpan();
        return start with { EndLine = end.EndLine, EndColumn = end.EndColumn };
    }

    /// <summary>The token's place with its quotes; the reader's own length leaves those of text out.</summary>
    private TextSpan TokenSpan()
    {
        long length = json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? json.ValueSpan.Length + 2
            : json.ValueSpan.Length > 0 ? json.ValueSpan.Length : 1;
        WalkTo(json.TokenStartIndex);
        (int startLine, int startColumn) = Place();
        WalkTo(json.TokenStartIndex + length);
        (int endLine, int endColumn) = Place();
        return new TextSpan(startLine, startColumn, endLine, endColumn);
    }

    private readonly (int Line, int Column) Place() => (line + 1 + lineOffset, walked - lineStart + 1);

    private void WalkTo(long bytes)
    {
        while (walkedBytes < bytes && walked < text.Length)
        {
            char c = text[walked++];
            walkedBytes += c < 0x80 ? 1 : c < 0x800 ? 2 : char.IsSurrogate(c) ? 2 : 3;
            if (c == '\n')
            {
                line++;
                lineStart = walked;
            }
        }
    }
}
