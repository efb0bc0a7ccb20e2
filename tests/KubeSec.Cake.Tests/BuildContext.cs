using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Tooling;
using KubeSec.Cake.Frosting;

namespace KubeSec.Cake.Tests;

/// <summary>A context as a Frosting build has one, over Cake's own file system.</summary>
internal sealed class BuildContext : IKubeSecContext, ICakeLog
{
    public BuildContext(string folder)
    {
        Environment = new CakeEnvironment(new CakePlatform(), new CakeRuntime()) { WorkingDirectory = folder };
        Globber = new Globber(FileSystem, Environment);
    }

    public List<string> Lines { get; } = [];

    public KubeSecGateSettings KubeSecGate { get; } = new();

    public IFileSystem FileSystem { get; } = new FileSystem();

    public ICakeEnvironment Environment { get; }

    public IGlobber Globber { get; }

    public ICakeLog Log => this;

    public Verbosity Verbosity { get; set; } = Verbosity.Diagnostic;

    public ICakeArguments Arguments => throw new NotSupportedException();

    public IProcessRunner ProcessRunner => throw new NotSupportedException();

    public IRegistry Registry => throw new NotSupportedException();

    public IToolLocator Tools => throw new NotSupportedException();

    public ICakeDataResolver Data => throw new NotSupportedException();

    public ICakeConfiguration Configuration => throw new NotSupportedException();

    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args) =>
        Lines.Add($"{level}: {string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args)}");
}
