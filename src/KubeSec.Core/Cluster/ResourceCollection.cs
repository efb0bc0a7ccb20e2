namespace KubeSec.Cluster;

/// <summary>One kind of object as the API server serves it.</summary>
/// <param name="Group">Its API group; empty for the core.</param>
/// <param name="Version">Its version there.</param>
/// <param name="Plural">Its name in addresses and in roles.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespaced">Whether its objects live in namespaces.</param>
/// <param name="Optional">Whether clusters do without it: extensions that are installed, or versions that come and go.</param>
internal sealed record ResourceCollection(string Group, string Version, string Plural, string Kind, bool Namespaced = true, bool Optional = false)
{
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Its address, for one namespace or for all of them.</summary>
    public string PathIn(string? name)
    {
        string root = Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}";
        return Namespaced && name is not null ? $"{root}/namespaces/{Uri.EscapeDataString(name)}/{Plural}" : $"{root}/{Plural}";
    }
}
