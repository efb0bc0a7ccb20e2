using Cake.Core.IO;

namespace Cake.Common.IO.Paths;

public sealed class ConvertableFilePath
{
    public FilePath Path => throw new NotSupportedException();
}

public sealed class ConvertableDirectoryPath
{
    public DirectoryPath Path => throw new NotSupportedException();
}
