namespace KubeSec.Cake;

/// <summary>Names under which the aliases are listed in Cake's own documentation.</summary>
internal static class KubeSecCategories
{
    public const string KubeSec = "KubeSec";
    public const string Gate = "Gate";
    public const string Images = "Images";
    public const string Manifests = "Manifests";
    public const string Network = "Network";
    public const string Incidents = "Incidents";
}
