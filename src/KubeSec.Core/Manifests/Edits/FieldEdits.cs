using KubeSec.Findings;

namespace KubeSec.Manifests.Edits;

/// <summary>
/// Says a fix in terms of fields; the text edits follow the style around them (block, flow, JSON) and touch nothing else.
/// <code>new FieldEdits().Set(container.SecurityContext["privileged"], "false").Fix("Set privileged to false")</code>
/// </summary>
internal sealed class FieldEdits
{
    private readonly List<TextEdit> edits = [];
    private bool possible = true;

    /// <summary>Gives a field a value, whether it is there or not; missing parents are written too.</summary>
    /// <param name="field">The field.</param>
    /// <param name="yaml">The value as YAML, such as <c>false</c> or <c>{drop: [ALL]}</c>.</param>
    public FieldEdits Set(Field field, string yaml) => Set(field, YamlText.Parse(yaml));

    /// <summary>Adds an item at the end of a list, which is made where it is missing.</summary>
    public FieldEdits Append(Field list, string yaml)
    {
        ManifestNode item = YamlText.Parse(yaml);
        return list.Node is SequenceNode sequence
            ? Add(OwnText.Holds(list) ? Insertion.OfItem(list, sequence, item) : null)
            : Set(list, new SequenceNode(default, [item], CollectionStyle.Block));
    }

    /// <summary>Takes a key with its value, or an item, out of what holds it; nothing where it is missing.</summary>
    public FieldEdits Remove(Field field)
    {
        if (field.Node is null)
        {
            return this;
        }

        return Add(field.Parent is not null && OwnText.Holds(field) ? Removal.Of(field) : null);
    }

    /// <summary>The fix, or null where one of its edits would change text that other fields share through an alias.</summary>
    /// <param name="description">What it does, as an imperative.</param>
    /// <param name="mayBreak">What to look out for; empty when nothing.</param>
    public Fix? Fix(string description, string mayBreak = "") =>
        possible && edits.Count > 0 ? new Fix(description, mayBreak, edits) : null;

    private FieldEdits Set(Field field, ManifestNode value)
    {
        Field holder = field;
        Field child = field;
        while (holder.Node is null && holder.Parent is { } parent)
        {
            if (child != holder)
            {
                value = YamlText.Mapping(child.Name, value);
            }

            child = holder;
            holder = parent;
        }

        if (!OwnText.Holds(holder))
        {
            return Add(null);
        }

        return holder.Node switch
        {
            _ when holder == field => Add(Replacement.Of(holder, value)),
            MappingNode mapping => Add(Insertion.OfEntry(holder, mapping, child.Name, value)),
            ScalarNode { Type: ScalarType.Null } => Add(Replacement.Of(holder, YamlText.Mapping(child.Name, value))),
            _ => Add(null),
        };
    }

    private FieldEdits Add(TextEdit? edit)
    {
        possible &= edit is not null;
        if (edit is not null)
        {
            edits.Add(edit);
        }

        return this;
    }
}
