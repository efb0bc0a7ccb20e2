using KubeSec.Findings;

namespace KubeSec.Manifests.Edits;

/// <summary>Puts another value in the place of one that is there.</summary>
internal static class Replacement
{
    public static TextEdit? Of(Field field, ManifestNode value)
    {
        TextSpan old = field.Node!.Span;
        bool empty = old.Line == old.EndLine && old.Column == old.EndColumn;
        return field.Node switch
        {
            ScalarNode when empty => field.Key is null ? null : AfterKey(field, value),
            ScalarNode => Edit(field, old, YamlText.Inline(value, IsJson(field)) + (OwnText.EndsBeforeLine(old) ? "\n" : "")),
            MappingNode { Style: CollectionStyle.Block } or SequenceNode { Style: CollectionStyle.Block } => OfBlock(field, value),
            _ => Edit(field, old, YamlText.Inline(value, IsJson(field))),
        };
    }

    /// <summary>A key without a value: what is new stands behind its colon, or on the lines below.</summary>
    private static TextEdit AfterKey(Field field, ManifestNode value)
    {
        TextSpan key = field.Key!.Span;
        if (YamlText.NeedsLines(value) && field.Parent?.Node is MappingNode { Style: CollectionStyle.Block })
        {
            int indent = key.Column + 1;
            return Edit(field, new TextSpan(key.EndLine + 1, 1, key.EndLine + 1, 1), new string(' ', indent) + YamlText.Block(value, indent) + "\n");
        }

        return Edit(field, new TextSpan(key.EndLine, key.EndColumn + 1, key.EndLine, key.EndColumn + 1), " " + YamlText.Inline(value, json: false));
    }

    private static TextEdit? OfBlock(Field field, ManifestNode value)
    {
        TextSpan old = field.Node!.Span;
        if (OwnText.LineAfter(field.Node) is null)
        {
            return null;
        }

        bool sameShape = value is MappingNode { Entries.Count: > 0 } == field.Node is MappingNode && value is not ScalarNode;
        if (sameShape && value is MappingNode or SequenceNode { Items.Count: > 0 })
        {
            return Edit(field, old, YamlText.Block(value, old.Column - 1) + (OwnText.EndsBeforeLine(old) ? "\n" : ""));
        }

        TextSpan from = field.Key is { } key ? key.Span with { EndColumn = key.Span.EndColumn + 1 } : old with { EndLine = old.Line, EndColumn = old.Column };
        return Edit(
            field,
            new TextSpan(from.EndLine, from.EndColumn, old.EndLine, old.EndColumn),
            (field.Key is null ? "" : " ") + YamlText.Inline(value, json: false) + (OwnText.EndsBeforeLine(old) ? "\n" : ""));
    }

    private static bool IsJson(Field field)
    {
        Field root = field;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root.Node is MappingNode { Style: CollectionStyle.Json } or SequenceNode { Style: CollectionStyle.Json };
    }

    private static TextEdit Edit(Field field, TextSpan span, string text) => new(span.In(field.Span.File), text);
}
