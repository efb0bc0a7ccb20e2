namespace KubeSec.Manifests;

/// <summary>Expands <c>&lt;&lt;</c> (YAML merge key type): own keys win over merged ones, earlier merged ones over later.</summary>
internal static class MergeKeys
{
    public static IReadOnlyList<MappingEntry> Expand(IReadOnlyList<MappingEntry> own, IEnumerable<ManifestNode> merged)
    {
        var known = own.Select(entry => entry.Key.Text).ToHashSet(StringComparer.Ordinal);
        var added = new List<MappingEntry>();
        foreach (MappingNode source in merged.SelectMany(Sources))
        {
            added.AddRange(source.Entries.Where(entry => known.Add(entry.Key.Text)));
        }

        return [.. added, .. own];
    }

    private static IEnumerable<MappingNode> Sources(ManifestNode node) => node switch
    {
        MappingNode mapping => [mapping],
        SequenceNode sequence => sequence.Items.OfType<MappingNode>(),
        _ => [],
    };
}
