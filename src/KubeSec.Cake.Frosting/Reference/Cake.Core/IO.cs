using System.Collections;

namespace Cake.Core.IO;

public abstract class Path
{
    protected internal Path(string path) => FullPath = path;

    public string FullPath { get; }
}

public sealed class FilePath(string path) : Path(path)
{
    public static implicit operator FilePath(string path) => throw new NotSupportedException();

    public FilePath MakeAbsolute(ICakeEnvironment environment) => throw new NotSupportedException();
}

public sealed class DirectoryPath(string path) : Path(path)
{
    public static implicit operator DirectoryPath(string path) => throw new NotSupportedException();
}

public sealed class FilePathCollection : IEnumerable<FilePath>
{
    public IEnumerator<FilePath> GetEnumerator() => throw new NotSupportedException();

    IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException();
}

public sealed class GlobPattern(string pattern)
{
    public string Pattern { get; } = pattern;
}

public interface IGlobber;

public static class GlobberExtensions
{
    public static IEnumerable<FilePath> GetFiles(this IGlobber globber, GlobPattern pattern) => throw new NotSupportedException();
}

public interface IFileSystemInfo
{
    bool Exists { get; }
}

public interface IFile : IFileSystemInfo;

public interface IFileSystem
{
    IFile GetFile(FilePath path);
}
