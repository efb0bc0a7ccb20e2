using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>
/// The labels of every namespace that the input declares or uses. The API server labels each namespace with
/// its own name (well-known label kubernetes.io/metadata.name), whatever its manifest says.
/// </summary>
internal sealed class NamespaceLabels
{
    public const string NameLabel = "kubernetes.io/metadata.name";

    private readonly SortedDictionary<string, IReadOnlyDictionary<string, string>> labels = new(StringComparer.Ordinal);

    public NamespaceLabels(IEnumerable<Resource> namespaces, IEnumerable<string> used)
    {
        foreach (Resource resource in namespaces)
        {
            labels[resource.Identity.Name] = WithName(resource.Labels.Entries, resource.Identity.Name);
        }

        foreach (string name in used)
        {
            labels.TryAdd(name, WithName([], name));
        }
    }

    public IEnumerable<string> Names => labels.Keys;

    public bool Contains(string name) => labels.ContainsKey(name);

    public IReadOnlyDictionary<string, string> Of(string name) => labels[name];

    private static Dictionary<string, string> WithName(IEnumerable<Field> written, string name)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Field label in written)
        {
            result[label.Name] = label.Text ?? "";
        }

        result[NameLabel] = name;
        return result;
    }
}
