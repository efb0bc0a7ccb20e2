using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Rules;

namespace KubeSec.Core.Tests.Rules;

public sealed class EngineTests
{
    private const string Pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop}
        spec:
          containers:
            - {name: web, image: web, securityContext: {privileged: true}}
        """;

    [Fact]
    public void A_rule_that_throws_becomes_a_finding_and_the_run_goes_on()
    {
        OwnRule broken = Own("ACME001", "broken", (_, _) => throw new InvalidOperationException("no such thing"));
        IReadOnlyList<Finding> findings = Manifest.Lint(Pod, new LintOptions { OwnRules = [broken] });
        Finding failure = Assert.Single(findings, f => f.Rule.Name == "rule-failed");
        Assert.Equal("rule 'broken' failed on Pod shop/web: InvalidOperationException: no such thing", failure.Message);
        Assert.Contains(findings, f => f.Rule.Name == "privileged-container");
    }

    [Fact]
    public void Cancellation_is_no_failure_of_a_rule()
    {
        OwnRule cancelled = Own("ACME001", "cancelled", (_, _) => throw new OperationCanceledException());
        Assert.Throws<OperationCanceledException>(() => Manifest.Lint(Pod, new LintOptions { OwnRules = [cancelled] }));
    }

    [Fact]
    public void A_rule_is_switched_off_by_name_and_its_severity_set_by_code()
    {
        Assert.DoesNotContain(Lint("privileged-container", RuleSetting.Off), f => f.Rule.Code == "KS1001");
        Finding lowered = Assert.Single(Lint("KS1001", new RuleSetting(true, Severity.Low)), f => f.Rule.Code == "KS1001");
        Assert.Equal(Severity.Low, lowered.Severity);
    }

    [Fact]
    public void An_unknown_rule_is_refused_and_the_nearest_offered()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Lint("priviledged-container", RuleSetting.Off));
        Assert.Contains("did you mean 'privileged-container'?", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("2.0")]
    [InlineData("1.x")]
    public void What_is_no_Kubernetes_version_is_refused(string version) =>
        Assert.Throws<ArgumentException>(() => new ManifestLinter(new LintOptions { KubernetesVersion = version }));

    [Fact]
    public void A_framework_chooses_the_rules_that_refer_to_it()
    {
        IReadOnlyList<RuleInfo> rules = new ManifestLinter(new LintOptions { Frameworks = ["pss-baseline"] }).Rules;
        Assert.NotEmpty(rules);
        Assert.All(rules, rule => Assert.Contains(rule.Frameworks, reference => reference.Framework == "pss-baseline"));
    }

    [Fact]
    public void Reliability_rules_run_when_their_category_is_asked_for()
    {
        Assert.DoesNotContain(new ManifestLinter(new LintOptions()).Rules, rule => rule.Category == RuleCategory.Reliability);
        Assert.Contains(
            new ManifestLinter(new LintOptions { Categories = [RuleCategory.Reliability] }).Rules, rule => rule.Category == RuleCategory.Reliability);
    }

    [Fact]
    public void A_kind_of_the_clusters_own_is_linted_where_its_pod_template_is_named()
    {
        const string shopfront = """
            apiVersion: acme.example/v1
            kind: Shopfront
            metadata: {name: web, namespace: shop}
            spec:
              server:
                pod:
                  spec:
                    containers: [{name: web, image: web, securityContext: {privileged: true}}]
            """;
        Assert.DoesNotContain(Manifest.Lint(shopfront), f => f.Rule.Code == "KS1001");
        var options = new LintOptions { PodTemplatePaths = new Dictionary<string, string> { ["Shopfront"] = "spec.server.pod" } };
        Finding finding = Assert.Single(Manifest.Lint(shopfront, options), f => f.Rule.Code == "KS1001");
        Assert.Equal("spec.server.pod.spec.containers[0].securityContext.privileged", finding.Path);
    }

    private static IReadOnlyList<Finding> Lint(string rule, RuleSetting setting) =>
        Manifest.Lint(Pod, new LintOptions { Rules = new Dictionary<string, RuleSetting> { [rule] = setting } });

    private static OwnRule Own(string code, string name, Action<Container, Action<Field, string>> question) =>
        new RuleBuilder(code, name).ForContainers(question).Build();
}
