using KubeSec.Findings;

namespace KubeSec.Manifests.Edits;

/// <summary>Takes a key with its value, or an item, out of what holds it.</summary>
internal static class Removal
{
    /// <summary>One key or item, from where it starts to where its value ends.</summary>
    private readonly record struct Part(TextSpan Start, ManifestNode Value, int? LineAfter);

    public static TextEdit? Of(Field field)
    {
        Field holder = field.Parent!;
        (List<Part> parts, CollectionStyle style, ManifestNode nothing) = holder.Node switch
        {
            MappingNode mapping => (PartsOf(mapping), mapping.Style, (ManifestNode)new MappingNode(default, [], CollectionStyle.Flow)),
            SequenceNode sequence => (PartsOf(sequence), sequence.Style, new SequenceNode(default, [], CollectionStyle.Flow)),
            _ => throw new ArgumentException("the field stands in nothing", nameof(field)),
        };
        TextSpan start = field.Key?.Span ?? field.Node!.Span;
        int at = parts.FindIndex(part => part.Start == start);
        if (at < 0)
        {
            return null;
        }

        if (parts.Count == 1)
        {
            return Replacement.Of(holder, nothing);
        }

        return style == CollectionStyle.Block ? OfLines(field, holder, parts, at) : InFlow(field, parts, at);
    }

    private static List<Part> PartsOf(MappingNode mapping) =>
        [.. OwnText.Entries(mapping).Select(entry => new Part(entry.Key.Span, entry.Value, OwnText.LineAfter(entry)))];

    private static List<Part> PartsOf(SequenceNode sequence) =>
        [.. sequence.Items.Select(item => new Part(item.Span, item, OwnText.LineAfter(item)))];

    private static TextEdit? OfLines(Field field, Field holder, List<Part> parts, int at)
    {
        // The first key of an item shares its line with the dash, which the next key takes over.
        bool behindDash = at == 0 && holder.Index >= 0;
        if (behindDash && field.Key is not null)
        {
            return Delete(field, parts[0].Start.Line, parts[0].Start.Column, parts[1].Start.Line, parts[1].Start.Column);
        }

        return behindDash || parts[at].LineAfter is not { } after ? null : Delete(field, parts[at].Start.Line, 1, after, 1);
    }

    private static TextEdit InFlow(Field field, List<Part> parts, int at)
    {
        if (at + 1 < parts.Count)
        {
            return Delete(field, parts[at].Start.Line, parts[at].Start.Column, parts[at + 1].Start.Line, parts[at + 1].Start.Column);
        }

        TextSpan before = parts[at - 1].Value.Span;
        TextSpan last = parts[at].Value.Span;
        return Delete(field, before.EndLine, before.EndColumn, last.EndLine, last.EndColumn);
    }

    private static TextEdit Delete(Field field, int line, int column, int endLine, int endColumn) =>
        new(new TextSpan(line, column, endLine, endColumn).In(field.Span.File), "");
}
