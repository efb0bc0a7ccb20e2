namespace KubeSec.Manifests.Edits;

/// <summary>
/// Tells a field that stands where its parents stand from one that an alias or a merge key brought in:
/// an edit there would change every other field that shares the text.
/// </summary>
internal static class OwnText
{
    public static bool Holds(Field field)
    {
        for (Field level = field; level.Parent is { Node: { } outer } parent; level = parent)
        {
            bool inPlace = level.Key is { } key
                ? IsIn(outer, key) && !StartsBefore(level.Node!, key.Span.EndLine, key.Span.EndColumn)
                : IsIn(outer, level.Node!) && (level.Index < 1 || IsAfter(((SequenceNode)outer).Items[level.Index - 1], level.Node!));
            if (!inPlace)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The entries written in the mapping itself; merged ones stand elsewhere, or deeper.</summary>
    public static List<MappingEntry> Entries(MappingNode mapping)
    {
        IEnumerable<MappingEntry> inside = mapping.Entries.Where(entry => IsIn(mapping, entry.Key));
        return mapping.Style == CollectionStyle.Block && mapping.Entries is [.., var last]
            ? [.. inside.Where(entry => entry.Key.Span.Column == last.Key.Span.Column)]
            : [.. inside];
    }

    /// <summary>The line after the last one of a value, or null where only the parser knew (an alias at the end of a list).</summary>
    public static int? LineAfter(MappingEntry entry)
    {
        TextSpan key = entry.Key.Span;
        return StartsBefore(entry.Value, key.EndLine, key.EndColumn) ? key.EndLine + 1 : LineAfter(entry.Value);
    }

    public static int? LineAfter(ManifestNode node) => node switch
    {
        MappingNode { Style: CollectionStyle.Block } mapping => Entries(mapping) is [.., var last] ? LineAfter(last) : null,
        SequenceNode { Style: CollectionStyle.Block } sequence => IsIn(sequence, sequence.Items[^1]) ? LineAfter(sequence.Items[^1]) : null,
        _ => EndsBeforeLine(node.Span) ? node.Span.EndLine : node.Span.EndLine + 1,
    };

    /// <summary>Whether the text ends with a line's end, as block scalars do.</summary>
    public static bool EndsBeforeLine(TextSpan span) => span.EndColumn == 1 && span.EndLine > span.Line;

    private static bool IsIn(ManifestNode outer, ManifestNode inner) =>
        !StartsBefore(inner, outer.Span.Line, outer.Span.Column)
        && (inner.Span.Line, inner.Span.Column).CompareTo((outer.Span.EndLine, outer.Span.EndColumn)) <= 0;

    private static bool IsAfter(ManifestNode earlier, ManifestNode later) =>
        (later.Span.Line, later.Span.Column).CompareTo((earlier.Span.Line, earlier.Span.Column)) > 0;

    private static bool StartsBefore(ManifestNode node, int line, int column) =>
        (node.Span.Line, node.Span.Column).CompareTo((line, column)) < 0;
}
