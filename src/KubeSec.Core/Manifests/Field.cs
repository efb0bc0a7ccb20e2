using System.Globalization;
using System.Text;
using KubeSec.Findings;

namespace KubeSec.Manifests;

/// <summary>
/// A field of a resource, present or not. Navigation never fails: a field that is not there has no
/// node, and points at the key of its nearest ancestor that is, so that a rule can report what is missing.
/// </summary>
public sealed class Field
{
    private readonly Field? parent;
    private readonly string? name;
    private readonly int index;
    private readonly ScalarNode? key;
    private readonly string file;

    private Field(string file, Field? parent, string? name, int index, ScalarNode? key, ManifestNode? node)
    {
        this.file = file;
        this.parent = parent;
        this.name = name;
        this.index = index;
        this.key = key;
        Node = node;
    }

    /// <summary>The node, or null where the field is missing.</summary>
    public ManifestNode? Node { get; }

    /// <summary>Whether the field is there with a value other than null.</summary>
    public bool Exists => Node is not null && !IsNull;

    /// <summary>Whether the field is written out as null.</summary>
    public bool IsNull => Node is ScalarNode { Type: ScalarType.Null };

    /// <summary>Whether the field is the boolean true.</summary>
    public bool IsTrue => Boolean is true;

    /// <summary>Whether the field is the boolean false.</summary>
    public bool IsFalse => Boolean is false;

    /// <summary>The boolean value, or null where the field is missing or no boolean.</summary>
    public bool? Boolean => Node is ScalarNode { Type: ScalarType.Boolean } scalar ? ScalarTyping.ParseBoolean(scalar.Text) : null;

    /// <summary>The whole number, or null where the field is missing or none.</summary>
    public long? Integer => Node is ScalarNode { Type: ScalarType.Integer } scalar ? ScalarTyping.ParseInteger(scalar.Text) : null;

    /// <summary>The scalar's text whatever its type, or null where the field is missing, null or no scalar.</summary>
    public string? Text => Node is ScalarNode { Type: not ScalarType.Null } scalar ? scalar.Text : null;

    /// <summary>The field of a mapping; missing where this is no mapping or has no such key.</summary>
    public Field this[string child] => Node is MappingNode mapping && mapping.TryGet(child, out MappingEntry entry)
        ? new Field(file, this, child, -1, entry.Key, entry.Value)
        : new Field(file, this, child, -1, null, null);

    /// <summary>The items of a sequence; none where this is no sequence.</summary>
    public IEnumerable<Field> Items
    {
        get
        {
            if (Node is SequenceNode sequence)
            {
                for (int i = 0; i < sequence.Items.Count; i++)
                {
                    yield return new Field(file, this, null, i, null, sequence.Items[i]);
                }
            }
        }
    }

    /// <summary>The entries of a mapping; none where this is no mapping.</summary>
    public IEnumerable<Field> Entries
    {
        get
        {
            if (Node is MappingNode mapping)
            {
                foreach (MappingEntry entry in mapping.Entries)
                {
                    yield return new Field(file, this, entry.Key.Text, -1, entry.Key, entry.Value);
                }
            }
        }
    }

    /// <summary>The key this field stands under; empty for an item or a root.</summary>
    public string Name => name ?? "";

    /// <summary>The field's value, or the key of the nearest ancestor that exists.</summary>
    public SourceSpan Span => Node is null || (key is not null && IsEmptyText(Node)) ? KeySpan : Node.Span.In(file);

    /// <summary>The field's key, or the nearest ancestor's; for an item or a root the place where it starts.</summary>
    public SourceSpan KeySpan
    {
        get
        {
            for (Field? level = this; level is not null; level = level.parent)
            {
                if (level.key is not null)
                {
                    return level.key.Span.In(file);
                }

                if (level.Node is not null)
                {
                    return FirstKey(level.Node).In(file);
                }
            }

            return SourceSpan.StartOf(file);
        }
    }

    /// <summary>Path from the resource's root, such as <c>spec.containers[0].image</c>; empty at the root.</summary>
    public string Path
    {
        get
        {
            var path = new StringBuilder();
            Append(path);
            return path.ToString();
        }
    }

    /// <summary>The mapping or list it stands in; null for a root.</summary>
    internal Field? Parent => parent;

    /// <summary>Its key where it is there; null for an item, a root or a missing field.</summary>
    internal ScalarNode? Key => key;

    /// <summary>Its place in a list from 0, or -1.</summary>
    internal int Index => index;

    /// <summary>The root field of a resource.</summary>
    internal static Field Root(string file, ManifestNode node) => new(file, null, null, -1, null, node);

    private static bool IsEmptyText(ManifestNode node) =>
        node.Span.Line == node.Span.EndLine && node.Span.Column == node.Span.EndColumn;

    private static TextSpan FirstKey(ManifestNode node) =>
        node is MappingNode { Entries: [MappingEntry first, ..] } ? first.Key.Span : node.Span;

    private void Append(StringBuilder path)
    {
        parent?.Append(path);
        if (index >= 0)
        {
            path.Append('[').Append(index.ToString(CultureInfo.InvariantCulture)).Append(']');
        }
        else if (name is not null)
        {
            bool plain = name.Length > 0 && name.AsSpan().IndexOfAny(". []\"") < 0;
            if (plain)
            {
                path.Append(path.Length > 0 ? "." : "").Append(name);
            }
            else
            {
                path.Append("[\"").Append(name).Append("\"]");
            }
        }
    }
}
