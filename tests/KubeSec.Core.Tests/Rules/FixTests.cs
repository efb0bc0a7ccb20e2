using KubeSec.Findings;
using KubeSec.Rules;

namespace KubeSec.Core.Tests.Rules;

/// <summary>Every fix, over every failing example: the file is mended, and nothing else in it changes.</summary>
public sealed class FixTests
{
    private static readonly IReadOnlyDictionary<string, Rule> Rules =
        RuleCatalogue.All().Where(rule => rule.Info.Sets is not null).ToDictionary(rule => rule.Info.Name);

    public static TheoryData<string> Names() => [.. Rules.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void At_least_forty_rules_have_a_fix() => Assert.InRange(Rules.Count, 40, int.MaxValue);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fix_mends_the_failing_example_and_a_second_run_changes_nothing(string name)
    {
        string example = RuleExamples.Of(Rules[name])!.Failing;
        FixedFile mended = Fix(example, Rules[name]);
        Assert.NotEmpty(mended.Fixed);
        Assert.All(mended.Fixed, finding => Assert.NotEmpty(finding.Fix!.MayBreak));
        Assert.Empty(Manifest.Lint(mended.After, Rules[name]));
        Assert.Empty(Fix(mended.After, Rules[name]).Fixed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_line_that_a_fix_does_not_name_stays(string name)
    {
        string[] before = RuleExamples.Of(Rules[name])!.Failing.Split('\n');
        string[] after = Fix(string.Join('\n', before), Rules[name]).After.Split('\n');

        // A key whose only value is taken out keeps its line, which goes on with "{}" or "[]".
        IEnumerable<string> lost = before.Where(line =>
            !line.Contains("# KS", StringComparison.Ordinal) && !after.Any(kept => kept.StartsWith(line, StringComparison.Ordinal)));
        Assert.Empty(lost);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Windows_line_ends_stay(string name)
    {
        string example = RuleExamples.Of(Rules[name])!.Failing.Replace("\n", "\r\n", StringComparison.Ordinal);
        string mended = Fix(example, Rules[name]).After;
        Assert.Equal(mended.Count(c => c == '\n'), mended.Count(c => c == '\r'));
        Assert.Empty(Manifest.Lint(mended, Rules[name]));
    }

    [Fact]
    public void All_fixes_together_leave_a_file_that_has_none_left()
    {
        const string pod = """
            # The shop's front end.
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop}   # by hand
            spec:
              containers:
                # The program itself.
                - name: web
                  image: "registry.example.com/shop/web:1.4.2"
                  resources: {}
                - {name: proxy, image: 'registry.example.com/shop/proxy:1.0'}
            """;
        FixedFile mended = Fix(pod);
        Assert.Contains("# The shop's front end.\napiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}   # by hand\n", mended.After, StringComparison.Ordinal);
        Assert.Contains("    # The program itself.\n    - name: web\n      image: \"registry.example.com/shop/web:1.4.2\"\n", mended.After, StringComparison.Ordinal);
        Assert.DoesNotContain(Manifest.Lint(mended.After), finding => finding.Fix is not null);
        Assert.Equal(mended.After, Fix(mended.After).After);
    }

    [Fact]
    public void Json_indented_by_tabs_stays_so()
    {
        const string Json = "{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"Pod\",\n\t\"metadata\": {\"name\": \"a\"},\n\t\"spec\": {\n\t\t\"containers\": [\n\t\t\t{\n\t\t\t\t\"name\": \"a\"\n\t\t\t}\n\t\t]\n\t}\n}\n";
        var linter = new ManifestLinter(CatalogueTests.Options);
        string after = new ManifestFixer(documents => linter.Lint(documents)).Fix(new Dictionary<string, string> { ["m.json"] = Json })[0].After;
        Assert.Contains("\n\t\t\t\t\"securityContext\": {", after, StringComparison.Ordinal);
        Assert.DoesNotContain("\n ", after, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_others_share_through_an_anchor_is_left_alone()
    {
        const string pods = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop}
            spec:
              containers:
                - name: web
                  image: web
                  securityContext: &open {privileged: true}
                - name: proxy
                  image: proxy
                  securityContext: *open
            """;
        IReadOnlyList<Finding> findings = Manifest.Lint(pods, RuleCatalogue.All().First(rule => rule.Info.Code == "KS1001"));
        Assert.Equal([true, false], findings.OrderBy(finding => finding.Path, StringComparer.Ordinal).Select(finding => finding.Fix is not null));
    }

    private static FixedFile Fix(string text, params Rule[] rules)
    {
        ManifestLinter linter = rules.Length > 0 ? new ManifestLinter(new LintOptions(), rules) : new ManifestLinter(new LintOptions());
        var fixer = new ManifestFixer(documents => linter.Lint(documents));
        return Assert.Single(fixer.Fix(new Dictionary<string, string> { ["manifest.yaml"] = text }));
    }
}
