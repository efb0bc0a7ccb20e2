using Cake.Common.IO.Paths;
using Cake.Core;
using Cake.Core.IO;

namespace KubeSec.Cake;

/// <summary>
/// What an alias is about, in any of the forms a script has it: text – a file, a folder, or a glob such as
/// <c>./deploy/**/*.yaml</c> –, a <see cref="FilePath"/>, a <see cref="DirectoryPath"/>, a <see cref="GlobPattern"/>, or the
/// files of <c>GetFiles</c>. It is the one form that every alias takes: a second overload of an alias for <c>IEnumerable&lt;FilePath&gt;</c>
/// would leave the compiler undecided between the two for what <c>GetFiles</c> returns.
/// </summary>
public sealed class KubeSecPath
{
    private static readonly char[] GlobCharacters = ['*', '?', '{', '['];

    private readonly string[] paths;

    private KubeSecPath(params string[] paths) => this.paths = paths;

    /// <summary>Takes a file, a folder or a glob.</summary>
    public static implicit operator KubeSecPath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(path);
    }

    /// <summary>Takes a file.</summary>
    public static implicit operator KubeSecPath(FilePath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new(path.FullPath);
    }

    /// <summary>Takes a folder.</summary>
    public static implicit operator KubeSecPath(DirectoryPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new(path.FullPath);
    }

    /// <summary>Takes what <c>File("…")</c> gives.</summary>
    public static implicit operator KubeSecPath(ConvertableFilePath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new(path.Path.FullPath);
    }

    /// <summary>Takes what <c>Directory("…")</c> gives.</summary>
    public static implicit operator KubeSecPath(ConvertableDirectoryPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new(path.Path.FullPath);
    }

    /// <summary>Takes a glob.</summary>
    public static implicit operator KubeSecPath(GlobPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return new(pattern.Pattern);
    }

    /// <summary>Takes what <c>GetFiles("…")</c> found.</summary>
    public static implicit operator KubeSecPath(FilePathCollection files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return FromFiles(files);
    }

    /// <summary>Takes files that a script has chosen itself: <c>KubeSecPath.FromFiles(GetFiles("…").Where(…))</c>.</summary>
    public static KubeSecPath FromFiles(IEnumerable<FilePath> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return new([.. files.Select(file => file.FullPath)]);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", paths);

    /// <summary>The paths as the gate takes them, which expands globs itself.</summary>
    /// <exception cref="CakeException">There is none: a judgement of nothing would pass.</exception>
    internal IReadOnlyList<string> Paths => paths.Length > 0 ? paths : throw new CakeException("KubeSec: the list of files is empty: its glob matches nothing");

    /// <summary>The files and folders there are, with globs expanded as Cake expands them.</summary>
    /// <exception cref="CakeException">A glob matches nothing.</exception>
    internal string[] Expand(ICakeContext context) => [.. Paths.SelectMany(path => Expand(context, path))];

    private static IEnumerable<string> Expand(ICakeContext context, string path)
    {
        if (path.IndexOfAny(GlobCharacters) < 0)
        {
            return [System.IO.Path.Combine(context.Environment.WorkingDirectory.FullPath, path)];
        }

        string[] files = [.. context.Globber.GetFiles(new GlobPattern(path)).Select(file => file.FullPath).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new CakeException($"KubeSec: '{path}' matches no file");
    }
}
