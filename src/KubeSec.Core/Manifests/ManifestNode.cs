using KubeSec.Findings;

namespace KubeSec.Manifests;

/// <summary>Where a node stands in its file; the same conventions as <see cref="SourceSpan"/> without the file.</summary>
/// <param name="Line">First line, from 1.</param>
/// <param name="Column">First column, from 1.</param>
/// <param name="EndLine">Line of the first character after it.</param>
/// <param name="EndColumn">Column of the first character after it.</param>
public readonly record struct TextSpan(int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>The same stretch with the file it is in.</summary>
    public SourceSpan In(string file) => new(file, Line, Column, EndLine, EndColumn);
}

/// <summary>A node of a YAML or JSON document, with its exact place.</summary>
public abstract class ManifestNode
{
    private protected ManifestNode(TextSpan span) => Span = span;

    /// <summary>Where the node's own text stands.</summary>
    public TextSpan Span { get; }
}

/// <summary>How the Kubernetes API server types a scalar.</summary>
public enum ScalarType
{
    /// <summary>Text.</summary>
    String,

    /// <summary>Null: empty, <c>~</c> or <c>null</c>.</summary>
    Null,

    /// <summary>Boolean, YAML 1.1 words included.</summary>
    Boolean,

    /// <summary>Whole number, octal and hexadecimal included.</summary>
    Integer,

    /// <summary>Number with a fraction or an exponent.</summary>
    Float,
}

/// <summary>A single value.</summary>
public sealed class ScalarNode : ManifestNode
{
    internal ScalarNode(TextSpan span, string text, ScalarType type)
        : base(span)
    {
        Text = text;
        Type = type;
    }

    /// <summary>The value as text, without quotes and escapes.</summary>
    public string Text { get; }

    /// <summary>Its type.</summary>
    public ScalarType Type { get; }
}

/// <summary>How a list or a mapping is written; an edit keeps to it.</summary>
internal enum CollectionStyle
{
    /// <summary>YAML by indentation.</summary>
    Block,

    /// <summary>YAML between brackets or braces.</summary>
    Flow,

    /// <summary>JSON: keys and text are quoted.</summary>
    Json,
}

/// <summary>An ordered list.</summary>
public sealed class SequenceNode : ManifestNode
{
    internal SequenceNode(TextSpan span, IReadOnlyList<ManifestNode> items, CollectionStyle style)
        : base(span)
    {
        Items = items;
        Style = style;
    }

    internal CollectionStyle Style { get; }

    /// <summary>The items in order.</summary>
    public IReadOnlyList<ManifestNode> Items { get; }
}

/// <summary>A key with its value.</summary>
/// <param name="Key">The key, with its own place.</param>
/// <param name="Value">The value.</param>
public readonly record struct MappingEntry(ScalarNode Key, ManifestNode Value);

/// <summary>A set of keys with values, merge keys already expanded.</summary>
public sealed class MappingNode : ManifestNode
{
    // Every rule looks up fields here: an array is searched several times as fast as what hides one.
    private readonly MappingEntry[] entries;

    internal MappingNode(TextSpan span, IReadOnlyList<MappingEntry> entries, CollectionStyle style)
        : base(span)
    {
        this.entries = entries as MappingEntry[] ?? [.. entries];
        Style = style;
    }

    internal CollectionStyle Style { get; }

    /// <summary>The entries in the order of the file; where a key is repeated the last one counts, as on the API server.</summary>
    public IReadOnlyList<MappingEntry> Entries => entries;

    /// <summary>Finds the entry of a key.</summary>
    /// <returns>False where the mapping has no such key.</returns>
    public bool TryGet(string key, out MappingEntry entry)
    {
        for (int i = entries.Length - 1; i >= 0; i--)
        {
            if (string.Equals(entries[i].Key.Text, key, StringComparison.Ordinal))
            {
                entry = entries[i];
                return true;
            }
        }

        entry = default;
        return false;
    }
}
