namespace KubeSec.Tests;

/// <summary>
/// Conformance suites and samples that stand beside the repository in a folder named <c>shared</c>.
/// A fresh clone has none and skips the tests that read them; in CI their absence is a failure.
/// </summary>
internal static class SharedFiles
{
    /// <summary>The folder or file at a path below <c>shared</c>; skips the test where it is absent.</summary>
    public static string Require(params string[] path)
    {
        string? root = RepositoryRoot() is { } repository ? Path.Combine(repository, "..", "shared") : null;
        string? found = root is null ? null : Path.GetFullPath(Path.Combine([root, .. path]));
        bool exists = found is not null && (Directory.Exists(found) || File.Exists(found));
        RealParts.SkipUnless(exists, $"shared/{string.Join('/', path)} does not stand beside the repository");
        return found!;
    }

    /// <summary>The folder that holds KubeSec.sln.</summary>
    public static string? RepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KubeSec.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
