using System.Text.RegularExpressions;
using KubeSec.Findings;
using KubeSec.Images;
using KubeSec.Network;
using KubeSec.Rules;

namespace KubeSec.Core.Tests.Rules;

/// <summary>Holds every rule of the catalogue to its own examples and to what its page must say.</summary>
public sealed partial class CatalogueTests
{
    private static readonly IReadOnlyDictionary<string, Rule> Rules = RuleCatalogue.All().ToDictionary(rule => rule.Info.Name);

    /// <summary>The examples are written for a cluster that takes its images from one registry, and keeps its edge from its database.</summary>
    internal static readonly LintOptions Options = new()
    {
        Images = new RegistryPolicy { Allow = [ImageGlob.Parse("registry.example.com/**")] },
        NetworkAssertions = [new NetworkAssertion(AssertionKind.Deny, "edge", "db") { Span = SourceSpan.StartOf("manifest.yaml") }],
    };

    public static TheoryData<string> Names() => [.. Rules.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_failing_example_is_reported_at_exactly_the_marked_lines(string name)
    {
        Rule rule = Rules[name];
        string example = RuleExamples.Of(rule)?.Failing ?? throw new InvalidOperationException($"{name} has no examples");
        int[] marked = [.. example.Split('\n').Index().Where(line => line.Item.EndsWith("# " + rule.Info.Code, StringComparison.Ordinal)).Select(line => line.Index + 1)];
        Assert.NotEmpty(marked);
        Assert.Equal(marked, Manifest.Lint(example, OptionsOf(example), rule).Select(finding => finding.Span.Line).Distinct());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_passing_example_passes(string name) =>
        Assert.Empty(Manifest.Lint(RuleExamples.Of(Rules[name])!.Passing, Options, Rules[name]).Select(f => $"{f.Span} {f.Message}"));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_rule_says_everything_its_page_needs(string name)
    {
        RuleInfo info = Rules[name].Info;
        Assert.Matches(Code(), info.Code);
        Assert.Matches(KebabCase(), info.Name);
        Assert.NotEmpty(info.Title);
        Assert.NotEmpty(info.Why);
        Assert.NotEmpty(info.Attack);
        Assert.NotEmpty(info.Remedy);
        Assert.NotEmpty(info.WhenToWaive);
        Assert.True(info.Frameworks.Count > 0 || info.Category is RuleCategory.Reliability, "names no framework");
        Assert.All(info.Frameworks, reference => Assert.Contains(reference.Framework, Frameworks.Names));
        Assert.Equal((int)info.Category, info.Code[2] - '0');
        Assert.Equal(info.Category is not RuleCategory.Reliability, info.EnabledByDefault);
    }

    [Fact]
    public void No_two_rules_share_a_code_or_a_name()
    {
        RuleInfo[] infos = [.. RuleCatalogue.All().Select(rule => rule.Info)];
        Assert.Equal(infos.Length, infos.Select(info => info.Code).Distinct().Count());
        Assert.Equal(infos.Length, infos.Select(info => info.Name).Distinct().Count());
    }

    /// <summary>An example of what only older clusters suffer from names its version in its first line.</summary>
    internal static LintOptions OptionsOf(string example) =>
        Version().Match(example) is { Success: true } match ? Options with { KubernetesVersion = match.Groups[1].Value } : Options;

    [GeneratedRegex(@"^# kubernetesVersion: (1\.\d+)\n")]
    private static partial Regex Version();

    [GeneratedRegex("^KS[1-8][0-9]{3}$")]
    private static partial Regex Code();

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex KebabCase();
}
