using System.Text.RegularExpressions;

namespace KubeSec.Manifests.Rendering;

/// <summary>What a kustomization names: the files and folders it is built from.</summary>
internal sealed partial record Kustomization(
    string File, string Folder, bool IsComponent, IReadOnlyList<string> Files, IReadOnlyList<string> Patches, IReadOnlyList<string> Folders, IReadOnlyList<string> Remotes)
{
    private const int LongestFile = 1024 * 1024;

    /// <summary>Reads the names; a file that cannot be read names nothing, and the build says what is wrong with it.</summary>
    /// <param name="file">The file as the user named it.</param>
    /// <param name="folder">Where relative names start.</param>
    public static Kustomization Read(string file, string folder)
    {
        string own = Path.GetDirectoryName(Recipe.Full(file, folder))!;
        Field root = Load(Recipe.Full(file, folder));
        string[] names = [.. Scalars(root).Distinct(StringComparer.Ordinal)];
        string[] paths = [.. names.Where(IsLocal).Select(FullPath)];
        return new Kustomization(
            file,
            own,
            root["kind"].Text == "Component",
            [.. paths.Where(System.IO.File.Exists)],
            [.. new[] { "patches", "patchesStrategicMerge", "patchesJson6902" }.SelectMany(key => Scalars(root[key])).Where(IsLocal).Select(FullPath).Where(System.IO.File.Exists)],
            [.. paths.Where(path => path != own && Directory.Exists(path))],
            [.. new[] { "resources", "bases", "components" }.SelectMany(key => Scalars(root[key])).Where(name => Remote().IsMatch(name))]);

        string FullPath(string name) => Path.GetFullPath(Path.Combine(own, name[(name.IndexOf('=', StringComparison.Ordinal) + 1)..]));
    }

    /// <summary>Every file that goes into the build, those of bases too.</summary>
    public void AddParts(HashSet<string> parts, string folder)
    {
        parts.UnionWith(Files);
        foreach (Kustomization other in Bases(folder))
        {
            if (parts.Add(other.File))
            {
                other.AddParts(parts, folder);
            }
        }
    }

    /// <summary>The files that change what others state, those of bases too.</summary>
    public void AddPatches(HashSet<string> patches, string folder, HashSet<string>? seen = null)
    {
        seen ??= new HashSet<string>(StringComparer.Ordinal);
        if (seen.Add(Folder))
        {
            patches.UnionWith(Patches);
            foreach (Kustomization other in Bases(folder))
            {
                other.AddPatches(patches, folder, seen);
            }
        }
    }

    /// <summary>The first base that would have to be fetched, here or in a base; null where all of them are files.</summary>
    public string? FirstRemote(string folder, HashSet<string>? seen = null)
    {
        seen ??= new HashSet<string>(StringComparer.Ordinal);
        return !seen.Add(Folder) ? null
            : Remotes.Count > 0 ? Remotes[0]
            : Bases(folder).Select(other => other.FirstRemote(folder, seen)).FirstOrDefault(remote => remote is not null);
    }

    private IEnumerable<Kustomization> Bases(string folder) => Folders
        .Select(path => Array.Find(["kustomization.yaml", "kustomization.yml", "Kustomization"], name => System.IO.File.Exists(Path.Combine(path, name))) is { } name ? Path.Combine(path, name) : null)
        .OfType<string>()
        .Select(file => Read(file, folder));

    private static Field Load(string path)
    {
        try
        {
            var file = new FileInfo(path);
            ManifestNode? root = file.Exists && file.Length <= LongestFile
                ? YamlDocumentReader.Read(System.IO.File.ReadAllText(path), 0, new ManifestReaderOptions(), out _)
                : null;
            return Field.Root(path, root ?? new ScalarNode(default, "", ScalarType.Null));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ManifestException)
        {
            return Field.Root(path, new ScalarNode(default, "", ScalarType.Null));
        }
    }

    private static IEnumerable<string> Scalars(Field field) => field.Text is { } text
        ? [text]
        : field.Entries.Concat(field.Items).SelectMany(Scalars);

    private static bool IsLocal(string name) =>
        name.Length is > 0 and < 1024 && !name.Contains('\n', StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal) && !Remote().IsMatch(name);

    /// <summary>What kustomize would clone or fetch (kustomize, "Remote targets").</summary>
    [GeneratedRegex(@"://|^git@|^(?:www\.)?(?:github|gitlab|bitbucket)\.|[?&](?:ref|version|timeout)=|\.git(?:$|/)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Remote();
}
