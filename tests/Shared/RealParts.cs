namespace KubeSec.Tests;

/// <summary>Programs and data that a test needs from outside: skipped where missing on a developer's machine, failed in CI.</summary>
internal static class RealParts
{
    /// <summary>Whether a missing part is a failure here.</summary>
    public static bool Required => Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>Skips the test with a reason unless the condition holds; in CI it fails instead.</summary>
    public static void SkipUnless(bool condition, string reason)
    {
        Assert.True(condition || !Required, $"CI must have this: {reason}");
        Skip.IfNot(condition, reason);
    }

    /// <summary>The full path of a program, sought in PATH and in the places Debian keeps servers.</summary>
    public static string Program(string name)
    {
        string search = (Environment.GetEnvironmentVariable("PATH") ?? "") + ":/usr/sbin:/usr/local/sbin";
        string? found = search.Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        SkipUnless(found is not null, $"the program '{name}' is not installed");
        return found!;
    }

    /// <summary>A program of one of Debian's later suites, as <c>tests/install/cosign.sh</c> unpacks it.</summary>
    public static string LaterProgram(string suite, string name)
    {
        string path = Path.Combine(Folder(suite), "usr", "bin", name);
        SkipUnless(File.Exists(path), $"'{name}' of Debian's {suite} is not unpacked; run tests/install/cosign.sh");
        return path;
    }

    /// <summary>Where a script of <c>tests/install</c> unpacks what it brings.</summary>
    public static string Folder(string part) => Path.Combine(
        Environment.GetEnvironmentVariable("KUBESEC_REAL_PARTS")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "kubesec", "real-parts"),
        part);
}
