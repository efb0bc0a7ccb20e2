using CsCheck;
using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Rules;

namespace KubeSec.Core.Tests.Rules;

public sealed class DeterminismTests
{
    [Fact]
    public void The_order_of_files_changes_nothing()
    {
        ManifestDocument[] documents =
        [
            .. RuleCatalogue.All().SelectMany(rule => Manifest.Read(RuleExamples.Of(rule)!.Failing, rule.Info.Name + ".yaml")),
        ];
        var options = new LintOptions { Categories = [RuleCategory.Reliability] };
        string[] expected = Lines(documents, options);
        Assert.InRange(expected.Length, 1000, int.MaxValue);
        Gen.Shuffle(documents).Sample(shuffled => Assert.Equal(expected, Lines(shuffled, options)), iter: 5);
    }

    private static string[] Lines(IEnumerable<ManifestDocument> documents, LintOptions options) =>
        [.. new ManifestLinter(options).Lint(documents).Select(f => $"{f.Span} {f.Rule.Code} {f.Severity} {f.Path} {f.Message}")];
}
