using Cake.Core.Diagnostics;
using Cake.Core.IO;

namespace Cake.Core;

public interface ICakeContext
{
    IFileSystem FileSystem { get; }

    ICakeEnvironment Environment { get; }

    IGlobber Globber { get; }

    ICakeLog Log { get; }
}

public interface ICakeEnvironment
{
    DirectoryPath WorkingDirectory { get; set; }
}

public sealed class CakeException : Exception
{
    public CakeException(string message)
        : base(message)
    {
    }

    public CakeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
