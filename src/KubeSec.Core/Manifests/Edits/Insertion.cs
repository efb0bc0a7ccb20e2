using KubeSec.Findings;

namespace KubeSec.Manifests.Edits;

/// <summary>Adds a key or an item after the last one there is.</summary>
internal static class Insertion
{
    public static TextEdit? OfEntry(Field holder, MappingNode mapping, string key, ManifestNode value)
    {
        List<MappingEntry> own = OwnText.Entries(mapping);
        if (mapping.Style != CollectionStyle.Block)
        {
            return InFlow(holder, mapping, own.Count == 0 ? null : own[0].Key, own.Count == 0 ? null : own[^1].Value,
                YamlText.Entry(key, value, mapping.Style, 0));
        }

        if (own.Count == 0 || OwnText.LineAfter(own[^1]) is not { } line)
        {
            return null;
        }

        int indent = own[^1].Key.Span.Column - 1;
        return OnLine(holder, line, indent, YamlText.Entry(key, value, CollectionStyle.Block, indent));
    }

    public static TextEdit? OfItem(Field holder, SequenceNode sequence, ManifestNode item)
    {
        if (sequence.Style != CollectionStyle.Block)
        {
            return InFlow(holder, sequence, sequence.Items is [var first, ..] ? first : null, sequence.Items is [.., var last] ? last : null,
                YamlText.Inline(item, sequence.Style == CollectionStyle.Json));
        }

        int indent = sequence.Span.Column - 1;
        return OwnText.LineAfter(sequence) is { } line ? OnLine(holder, line, indent, "- " + YamlText.Block(item, indent + 2)) : null;
    }

    /// <summary>A line of its own. Where the file ends without a line's end, the line number is one past the last.</summary>
    private static TextEdit OnLine(Field holder, int line, int indent, string text) =>
        new(new TextSpan(line, 1, line, 1).In(holder.Span.File), new string(' ', indent) + text + "\n");

    private static TextEdit? InFlow(Field holder, ManifestNode collection, ManifestNode? first, ManifestNode? last, string text)
    {
        TextSpan outer = collection.Span;
        if (first is null || last is null)
        {
            return new TextEdit(new TextSpan(outer.Line, outer.Column + 1, outer.Line, outer.Column + 1).In(holder.Span.File), text);
        }

        TextSpan end = last.Span;
        bool shared = (end.EndLine, end.EndColumn).CompareTo((first.Span.Line, first.Span.Column)) < 0;
        string separator = first.Span.Line > outer.Line ? ",\n" + new string(' ', first.Span.Column - 1) : ", ";
        return shared ? null : new TextEdit(new TextSpan(end.EndLine, end.EndColumn, end.EndLine, end.EndColumn).In(holder.Span.File), separator + text);
    }
}
