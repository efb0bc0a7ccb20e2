namespace KubeSec.Manifests.Rendering;

/// <summary>A file that says how manifests are made: the Chart.yaml of a Helm chart, the kustomization of an overlay.</summary>
internal static class Recipe
{
    public static bool IsChart(string file) => Path.GetFileName(file) == "Chart.yaml";

    /// <summary>The three names that kustomize accepts (kustomize, RecognizedKustomizationFileNames).</summary>
    public static bool IsKustomization(string file) =>
        Path.GetFileName(file) is "kustomization.yaml" or "kustomization.yml" or "Kustomization";

    public static bool Is(string file) => IsChart(file) || IsKustomization(file);

    /// <summary>
    /// Leaves out what is judged as part of a rendering: everything in a chart, and the bases and files that a
    /// kustomization names. What no kustomization names is judged as it stands.
    /// </summary>
    /// <param name="files">Files as the user named them.</param>
    /// <param name="folder">Where relative names start.</param>
    /// <param name="canBuild">Whether a program is there that builds overlays; without one their files are judged as they stand.</param>
    public static IEnumerable<string> WithoutParts(IReadOnlyList<string> files, string folder, bool canBuild)
    {
        string[] charts = [.. files.Where(IsChart).Select(FolderOf)];
        Kustomization[] overlays = [.. files.Where(IsKustomization).Select(file => Kustomization.Read(file, folder)).Where(overlay => !overlay.IsComponent)];
        var bases = overlays.SelectMany(overlay => overlay.Folders).ToHashSet(StringComparer.Ordinal);
        var parts = new HashSet<string>(StringComparer.Ordinal);
        foreach (Kustomization root in overlays.Where(overlay => !bases.Contains(overlay.Folder)))
        {
            IReadOnlyList<Kustomization> built = root.WithBases(folder);
            parts.UnionWith(built.SelectMany(one => one.Files).Concat(built.Skip(1).Select(other => other.File)));
        }

        return files.Where(file => !IsInside(file, charts)
            && !(IsKustomization(file) && !Array.Exists(overlays, overlay => overlay.File == file))
            && (!parts.Contains(Full(file, folder)) || (!canBuild && !Is(file))));
    }

    public static string Full(string file, string folder) => Path.GetFullPath(Path.Combine(folder, file));

    /// <summary>Inside a chart, apart from the chart's own Chart.yaml; charts in its charts folder are rendered with it.</summary>
    private static bool IsInside(string file, string[] charts) => Array.Exists(charts, chart =>
        file.StartsWith(chart, StringComparison.Ordinal) && file != chart + "Chart.yaml");

    private static string FolderOf(string file) => file[..(file.LastIndexOf('/') + 1)];
}
