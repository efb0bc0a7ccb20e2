using System.Globalization;
using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Rules;
using KubeSec.Tests;

namespace KubeSec.Conformance.Rules;

/// <summary>
/// The fixtures of Kubernetes' own Pod Security Admission: every one must be judged as the API server judges it, in
/// every minor it holds for.
/// </summary>
public sealed class PodSecurityStandardsTests
{
    private sealed record Fixture(string Check, bool Passes, string Level, int First, int Last, string Path);

    [SkippableFact]
    public void Every_fixture_is_judged_as_the_API_server_judges_it()
    {
        IReadOnlyList<Fixture> fixtures = Fixtures();
        Assert.Equal(380, fixtures.Count);
        Assert.Empty(fixtures.SelectMany(Disagreements));
    }

    private static IEnumerable<string> Disagreements(Fixture fixture)
    {
        for (int minor = fixture.First; minor <= fixture.Last; minor++)
        {
            var options = new LintOptions
            {
                KubernetesVersion = "1." + minor.ToString(CultureInfo.InvariantCulture),
                Frameworks = ["pss-" + fixture.Level],
            };
            using var text = new StringReader(File.ReadAllText(fixture.Path));
            IReadOnlyList<Finding> findings = new ManifestLinter(options).Lint(new ManifestReader().Read(fixture.Path, text));
            bool agrees = fixture.Passes ? findings.Count == 0 : findings.Any(finding => IsOf(finding.Rule, fixture.Check));
            if (!agrees)
            {
                yield return $"{Path.GetFileName(fixture.Path)} ({(fixture.Passes ? "pass" : "fail")}) at 1.{minor}: "
                    + string.Join("; ", findings.Select(finding => $"{finding.Rule.Name} {finding.Path}"));
            }
        }
    }

    private static bool IsOf(RuleInfo rule, string check) => rule.Frameworks.Any(reference =>
        reference.Framework.StartsWith("pss-", StringComparison.Ordinal) && string.Equals(reference.Control, check, StringComparison.OrdinalIgnoreCase));

    private static IReadOnlyList<Fixture> Fixtures()
    {
        string folder = SharedFiles.Require("conformance", "pss");
        return [.. File.ReadLines(Path.Combine(folder, "index.tsv")).Skip(1).Select(line => Read(line.Split('\t'), folder))];
    }

    private static Fixture Read(string[] columns, string folder)
    {
        Dictionary<string, string> note = columns[3].Split(';').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return new Fixture(columns[0], columns[1] == "pass", note["level"], Minor(note["min"]), Minor(note["max"]), Path.Combine(folder, columns[2]));
    }

    private static int Minor(string version) => int.Parse(version.AsSpan(version.IndexOf('.', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
}
