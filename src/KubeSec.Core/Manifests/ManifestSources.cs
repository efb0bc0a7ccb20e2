using KubeSec.Findings;
using KubeSec.Manifests.Rendering;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;

namespace KubeSec.Manifests;

/// <summary>Where manifests come from: files, folders, globs and standard input.</summary>
public sealed class ManifestSources
{
    /// <summary>The name that stands for standard input.</summary>
    public const string StandardInput = "-";

    private static readonly string[] Endings = [".yaml", ".yml", ".json"];

    private readonly string folder;

    private ManifestSources(IReadOnlyList<string> files, IReadOnlyList<string> withoutMatch, string folder)
    {
        this.folder = folder;
        Files = files;
        WithoutMatch = withoutMatch;
    }

    /// <summary>The files to read, in ordinal order, each once; forward slashes.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The paths and globs that name no manifest.</summary>
    public IReadOnlyList<string> WithoutMatch { get; }

    /// <summary>Opens standard input, or any bytes, as the text of manifests: bytes that are no UTF-8 become a finding at their place.</summary>
    /// <param name="stream">The bytes; UTF-16 and UTF-32 are known by their mark. Closed with the reader.</param>
    /// <returns>What <see cref="Read(ManifestReader, TextReader)"/> takes.</returns>
    public static TextReader OpenText(Stream stream) => TextEncoding.Open(stream);

    /// <summary>Resolves paths: a file is taken whatever its ending, a folder for its *.yaml, *.yml and *.json at any depth.</summary>
    /// <param name="paths">Files, folders, globs (<c>**/*.yaml</c>) or <c>-</c>.</param>
    /// <param name="workingDirectory">Where relative paths start; the process's working directory unless stated. Files keep the names they were given.</param>
    public static ManifestSources Resolve(IEnumerable<string> paths, string? workingDirectory = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string folder = workingDirectory ?? "";
        var files = new SortedSet<string>(StringComparer.Ordinal);
        var withoutMatch = new List<string>();
        foreach (string path in paths)
        {
            string[] found = [.. FilesOf(path, folder)];
            files.UnionWith(found);
            if (found.Length == 0)
            {
                withoutMatch.Add(path);
            }
        }

        return new ManifestSources([.. Recipe.WithoutParts([.. files], folder, Renderer.CanBuild)], withoutMatch, folder);
    }

    /// <summary>
    /// Reads the files in their order, parsing on every core; one that cannot be read becomes a finding and the rest is
    /// still read. Charts and overlays are rendered by helm, kustomize or kubectl.
    /// </summary>
    /// <param name="reader">The reader with its caps.</param>
    /// <param name="standardInput">What <c>-</c> reads from.</param>
    public IEnumerable<ManifestDocument> Read(ManifestReader reader, TextReader? standardInput = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return WithRemarksOnEmpty(reader.Parse(Files.SelectMany(file => Pieces(reader, file, standardInput))));
    }

    private static IEnumerable<ManifestDocument> WithRemarksOnEmpty(IEnumerable<(string Source, ManifestDocument? Document)> parsed)
    {
        string? current = null;
        bool any = true;
        foreach ((string source, ManifestDocument? document) in parsed)
        {
            if (source != current)
            {
                if (!any)
                {
                    yield return Empty(current!);
                }

                (current, any) = (source, false);
            }

            if (document is not null)
            {
                any = true;
                yield return document;
            }
        }

        if (!any)
        {
            yield return Empty(current!);
        }
    }

    private static ManifestDocument Empty(string file) =>
        new(file, [], [InputRules.FileEmpty.At(SourceSpan.StartOf(file), "the file holds no manifest")]);

    private IEnumerable<DocumentPiece> Pieces(ManifestReader reader, string file, TextReader? standardInput)
    {
        if (Recipe.Is(file))
        {
            return Rendered(reader, file);
        }

        if (file == StandardInput)
        {
            return PiecesOf(reader, file, standardInput ?? TextReader.Null);
        }

        var stored = new ManifestFile(file, Path.Combine(folder, file));
        if (stored.IsSmall)
        {
            return [DocumentPiece.Whole(stored)];
        }

        (TextReader? text, Finding? problem) = stored.Open();
        return text is null ? [DocumentPiece.Judged(file, new ManifestDocument(file, [], [problem!]))] : PiecesOf(reader, file, text);
    }

    private static IEnumerable<DocumentPiece> PiecesOf(ManifestReader reader, string file, TextReader text)
    {
        using (text)
        {
            foreach (DocumentPiece piece in reader.Split(file, text))
            {
                yield return piece;
            }
        }
    }

    private IEnumerable<DocumentPiece> Rendered(ManifestReader reader, string recipe)
    {
        (IReadOnlyList<(DocumentText Text, Origin Origin)> documents, Finding? problem) = new Renderer(folder).Render(recipe, reader.MaxDocumentLength);
        return problem is null
            ? documents.Select(document => new DocumentPiece(recipe, document.Text, document.Origin))
            : [DocumentPiece.Judged(recipe, new ManifestDocument(recipe, [], [problem]))];
    }

    private static IEnumerable<string> FilesOf(string path, string folder)
    {
        string full = Path.Combine(folder, path);
        if (path == StandardInput || File.Exists(full))
        {
            return [Slashes(path)];
        }

        if (Directory.Exists(full))
        {
            return FolderWalk.Files(full)
                .Where(file => Recipe.Is(file) || Directory.Exists(file) || Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                .Select(file => Slashes(Path.Combine(path, Path.GetRelativePath(full, file))));
        }

        return path.AsSpan().ContainsAny('*', '?') ? FilesOfGlob(path, folder) : [];
    }

    private static IEnumerable<string> FilesOfGlob(string glob, string folder)
    {
        string pattern = Slashes(glob);
        int wildcard = pattern.AsSpan().IndexOfAny('*', '?');
        int slash = pattern.LastIndexOf('/', wildcard);
        string root = slash < 0 ? "." : slash == 0 ? "/" : pattern[..slash];
        root = Path.Combine(folder, root);
        if (!Directory.Exists(root))
        {
            return [];
        }

        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(pattern[(slash + 1)..]);
        string prefix = slash < 0 ? "" : pattern[..(slash + 1)];
        return matcher.Execute(new DirectoryInfoWrapper(new DirectoryInfo(root))).Files.Select(match => prefix + match.Path);
    }

    private static string Slashes(string path) => path.Replace('\\', '/');
}
