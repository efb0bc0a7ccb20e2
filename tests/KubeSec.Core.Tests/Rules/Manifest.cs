using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Rules;

namespace KubeSec.Core.Tests.Rules;

/// <summary>Reads and lints manifests written out in a test.</summary>
internal static class Manifest
{
    /// <summary>What some rules, or the default ones where none is given, have to say about a manifest.</summary>
    public static IReadOnlyList<Finding> Lint(string yaml, params Rule[] rules) => Lint(yaml, new LintOptions(), rules);

    /// <summary>The same under options.</summary>
    public static IReadOnlyList<Finding> Lint(string yaml, LintOptions options, params Rule[] rules)
    {
        ManifestLinter linter = rules.Length > 0 ? new ManifestLinter(options, rules) : new ManifestLinter(options);
        return linter.Lint(Read(yaml, "manifest.yaml"));
    }

    /// <summary>The documents of a manifest.</summary>
    public static IReadOnlyList<ManifestDocument> Read(string yaml, string file)
    {
        using var text = new StringReader(yaml);
        return [.. new ManifestReader().Read(file, text)];
    }
}
