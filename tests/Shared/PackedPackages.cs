namespace KubeSec.Tests;

/// <summary>The packages as a user would get them, packed from the build under test into a feed of their own.</summary>
public sealed class PackedPackages : IDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    /// <summary>Packs every packable project. A version of its own keeps caches from serving an older build.</summary>
    public PackedPackages()
    {
        Feed = Path.Combine(Folder.FullName, "feed");
        Version = $"0.1.0-test{Environment.ProcessId}x{Folder.Name.GetHashCode(StringComparison.Ordinal) & 0xffff}";
        string? root = SharedFiles.RepositoryRoot();
        RealParts.SkipUnless(root is not null, "the tests run away from their sources");
        foreach (string project in (string[])["KubeSec.Core", "KubeSec.Cake", "KubeSec.MSBuild"])
        {
            ProcessRun.Start("dotnet", ["pack", $"src/{project}", "-c", Configuration, "--no-build", "-o", Feed, $"-p:PackageVersion={Version}", "-v", "q"], root!)
                .Succeeded();
        }
    }

    /// <summary>A folder for this run; gone afterwards.</summary>
    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("kubesec-packages-");

    /// <summary>The folder that serves as package source.</summary>
    public string Feed { get; }

    /// <summary>The version every package has.</summary>
    public string Version { get; }

    /// <inheritdoc/>
    public void Dispose() => Folder.Delete(recursive: true);
}
