using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace KubeSec.Manifests.Edits;

/// <summary>Writes the values that a fix puts into a manifest, in the style of the place they go to.</summary>
internal static partial class YamlText
{
    private static readonly ManifestReaderOptions Caps = new();

    /// <summary>The value that a fix writes; most are one word.</summary>
    public static ManifestNode Parse(string yaml) => yaml.Length > 0 && yaml.All(char.IsAsciiLetterOrDigit)
        ? new ScalarNode(default, yaml, ScalarTyping.TypeOf(yaml))
        : YamlDocumentReader.Read(yaml, 0, Caps, out _) ?? new ScalarNode(default, "null", ScalarType.Null);

    public static MappingNode Mapping(string key, ManifestNode value) =>
        new(default, [new MappingEntry(new ScalarNode(default, key, ScalarType.String), value)], CollectionStyle.Block);

    /// <summary><c>key: value</c>, nested mappings on lines of their own; the first line is not indented.</summary>
    public static string Entry(string key, ManifestNode value, CollectionStyle style, int indent)
    {
        bool json = style == CollectionStyle.Json;
        return style == CollectionStyle.Block && NeedsLines(value)
            ? $"{Text(key, false)}:\n{new string(' ', indent + 2)}{Block(value, indent + 2)}"
            : $"{Text(key, json)}: {Inline(value, json)}";
    }

    /// <summary>A mapping or list on lines of its own; the first line is not indented.</summary>
    public static string Block(ManifestNode node, int indent)
    {
        string lineStart = "\n" + new string(' ', indent);
        return node switch
        {
            MappingNode { Entries.Count: > 0 } mapping =>
                string.Join(lineStart, mapping.Entries.Select(entry => Entry(entry.Key.Text, entry.Value, CollectionStyle.Block, indent))),
            SequenceNode { Items.Count: > 0 } sequence =>
                string.Join(lineStart, sequence.Items.Select(item => "- " + Block(item, indent + 2))),
            _ => Inline(node, json: false),
        };
    }

    /// <summary>The value on one line.</summary>
    public static string Inline(ManifestNode node, bool json) => node switch
    {
        MappingNode mapping => "{" + string.Join(", ", mapping.Entries.Select(entry => $"{Text(entry.Key.Text, json)}: {Inline(entry.Value, json)}")) + "}",
        SequenceNode sequence => "[" + string.Join(", ", sequence.Items.Select(item => Inline(item, json))) + "]",
        ScalarNode { Type: ScalarType.String } scalar => Text(scalar.Text, json),
        ScalarNode { Type: ScalarType.Null } => "null",
        ScalarNode scalar => scalar.Text,
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    /// <summary>Lists of plain values read best on one line: <c>drop: [ALL]</c>.</summary>
    public static bool NeedsLines(ManifestNode node) =>
        node is MappingNode { Entries.Count: > 0 } or SequenceNode { Items: [MappingNode, ..] };

    private static string Text(string text, bool json) =>
        !json && Plain().IsMatch(text) && ScalarTyping.TypeOf(text) == ScalarType.String
            ? text
            : new StringBuilder().Append('"').Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)).Append('"').ToString();

    [GeneratedRegex(@"^[A-Za-z0-9_./][A-Za-z0-9_./@-]*(?::[A-Za-z0-9_./@-]+)*\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
