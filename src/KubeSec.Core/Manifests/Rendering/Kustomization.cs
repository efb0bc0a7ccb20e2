using System.Text.RegularExpressions;

namespace KubeSec.Manifests.Rendering;

/// <summary>What a kustomization names: the files and folders it is built from.</summary>
/// <param name="File">The file itself, as the user or the build names it.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="IsComponent">Whether it is one that only others can build.</param>
/// <param name="Files">Every file it names.</param>
/// <param name="Patches">Those among them that change what others state.</param>
/// <param name="Folders">The folders it names.</param>
/// <param name="Remotes">Bases that would have to be fetched.</param>
internal sealed partial record Kustomization(
    string File,
    string Folder,
    bool IsComponent,
    IReadOnlyList<string> Files,
    IReadOnlyList<string> Patches,
    IReadOnlyList<string> Folders,
    IReadOnlyList<string> Remotes)
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
            [
                .. new[] { "patches", "patchesStrategicMerge", "patchesJson6902" }.SelectMany(key => Scalars(root[key]))
                    .Where(IsLocal).Select(FullPath).Where(System.IO.File.Exists),
            ],
            [.. paths.Where(path => path != own && Directory.Exists(path))],
            [.. new[] { "resources", "bases", "components" }.SelectMany(key => Scalars(root[key])).Where(name => Remote().IsMatch(name))]);

        string FullPath(string name) => Path.GetFullPath(Path.Combine(own, name[(name.IndexOf('=', StringComparison.Ordinal) + 1)..]));
    }

    /// <summary>This one and those it is built on, each once, depth first.</summary>
    /// <param name="folder">Where relative names start.</param>
    public IReadOnlyList<Kustomization> WithBases(string folder)
    {
        var found = new List<Kustomization>();
        Add(this, new HashSet<string>(StringComparer.Ordinal));
        return found;

        void Add(Kustomization one, HashSet<string> seen)
        {
            if (seen.Add(one.Folder))
            {
                found.Add(one);
                foreach (Kustomization other in one.Bases(folder))
                {
                    Add(other, seen);
                }
            }
        }
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
