using System.Text.Json;
using KubeSec.Tests;

namespace KubeSec.Cake.Tests;

/// <summary>What the packages say of themselves.</summary>
public sealed class PackageTests
{
    /// <summary>Cake brings the first itself; the second is an analyser, which nothing loads.</summary>
    private static readonly string[] NeverLoaded = ["Microsoft.Extensions.DependencyInjection.Abstractions", "Vecc.YamlDotNet.Analyzers.StaticGenerator"];

    /// <summary>Where a mirror tells nothing of a package's dependencies, Cake finds only what the addin's own package names.</summary>
    [SkippableFact]
    public void The_addin_names_everything_it_loads_and_leaves_nothing_to_the_packages_behind_it()
    {
        string? root = SharedFiles.RepositoryRoot();
        RealParts.SkipUnless(root is not null, "the tests run away from their sources");
        using JsonDocument locked = JsonDocument.Parse(File.ReadAllText(Path.Combine(root!, "src", "KubeSec.Cake", "packages.lock.json")));
        IEnumerable<string> unnamed = locked.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() == "Transitive")
            .Select(package => package.Name)
            .Except(NeverLoaded);
        // A name that stands here belongs into Directory.Packages.props, under "Behind Core".
        Assert.Empty(unnamed);
    }
}
