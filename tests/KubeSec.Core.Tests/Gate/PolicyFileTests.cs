using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Rules;

namespace KubeSec.Core.Tests.Gate;

public sealed class PolicyFileTests
{
    [Fact]
    public void Every_section_is_read()
    {
        PolicyReading reading = PolicyFile.Parse("""
            failOn: medium
            kubernetesVersion: 1.30
            frameworks: [nsa]
            images:
              allow: [ghcr.io/acme/**]
              requireDigest: true
              forbidTags: [latest]
              namespaces:
                - match: [team-*]
                  requireDigest: false
            rules:
              host-network: off
              KS1001: critical
              reliability: on
            podTemplates:
              Workflow: spec.template
            feedback:
              store: lessons.db
              block: {severity: medium}
            waivers:
              - rule: host-network
                where: {kind: DaemonSet, image: quay.io/prometheus/**}
                reason: reads the node's own counters
                owner: platform@acme.example
                expires: 2027-03-31
              - incident: 1f00
                reason: drill
                owner: a@acme.example
                approver: b@acme.example
                expires: 2027-01-31
            baseline: known.json
            """);

        Assert.Empty(reading.Problems);
        GatePolicy policy = reading.Policy!;
        Assert.Equal(Severity.Medium, policy.FailOn);
        Assert.Equal("1.30", policy.KubernetesVersion);
        Assert.Equal(["nsa"], policy.Frameworks);
        Assert.True(policy.Images!.RequireDigest);
        Assert.False(policy.Images.Namespaces[0].RequireDigest);
        Assert.Equal(RuleSetting.Off, policy.Rules["host-network"]);
        Assert.Equal(new RuleSetting(true, Severity.Critical), policy.Rules["KS1001"]);
        Assert.Equal([RuleCategory.Reliability], policy.Categories);
        Assert.Equal("spec.template", policy.PodTemplates["Workflow"]);
        Assert.Equal(new FeedbackPolicy { Store = "lessons.db", BlockSeverity = Severity.Medium }, policy.Feedback);
        Assert.Equal(new DateOnly(2027, 3, 31), policy.Waivers[0].Expires);
        Assert.Equal("1f00", policy.Waivers[1].Incident);
        Assert.Equal("known.json", policy.Baseline);
    }

    [Theory]
    [InlineData("fialOn: high", 1, 1, "there is no key 'fialOn' in the policy; did you mean 'failOn'?")]
    [InlineData("failOn: hihg", 1, 9, "'hihg' is no value of 'failOn'; there are info, low, medium, high, critical; did you mean 'high'?")]
    [InlineData("failOn: high\nrules:\n  host-netwrok: off", 3, 3, "there is no rule 'host-netwrok'; did you mean 'host-network'?")]
    [InlineData("rules:\n  host-network: maybe", 2, 17, "'host-network' must be on, off or a severity: info, low, medium, high, critical")]
    [InlineData("images: {requireDigest: yess}", 1, 25, "'images.requireDigest' must be true or false")]
    [InlineData("images: {allow: ghcr.io/acme}", 1, 17, "'images.allow' must be a list")]
    [InlineData("kubernetesVersion: \"2\"", 1, 20, "'2' is no Kubernetes version; write a minor in quotes, such as \"1.35\"")]
    [InlineData("frameworks: [nist]", 1, 14, "there is no framework 'nist'; there are pss-baseline, pss-restricted, nsa, cis, owasp, attack")]
    [InlineData("waivers:\n  - rule: host-network", 2, 5, "a waiver needs a reason; write reason: what makes this acceptable here")]
    [InlineData("waivers:\n  - reason: because", 2, 5, "a waiver names either a rule or an incident")]
    [InlineData("waivers:\n  - {rule: host-network, reason: x, expires: soon}", 2, 46, "'soon' is no day; write it as 2027-03-31")]
    [InlineData("version: 2\nnewKey: x", 1, 10, "this policy is written in version 2 of the format, and this kubesec reads version 1; update kubesec")]
    [InlineData("failOn: high\nfailOn: low", 2, 1, "the key 'failOn' is given twice")]
    [InlineData("- failOn", 1, 1, "the policy must hold keys with values")]
    public void A_mistake_is_named_with_its_place_and_the_nearest_right_word(string text, int line, int column, string message)
    {
        PolicyReading reading = PolicyFile.Parse(text);

        Assert.Null(reading.Policy);
        Finding problem = Assert.Single(reading.Problems);
        Assert.Equal(message, problem.Message);
        Assert.Equal(("kubesec.yaml", line, column), (problem.Span.File, problem.Span.Line, problem.Span.Column));
    }

    [Fact]
    public void Text_that_is_no_YAML_is_a_problem_with_its_place()
    {
        Finding problem = Assert.Single(PolicyFile.Parse("failOn: [high").Problems);
        Assert.Contains("not YAML", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_asks_for_the_defaults()
    {
        Assert.Equal(Severity.High, PolicyFile.Parse("# nothing yet\n").Policy!.FailOn);
    }

    [Fact]
    public void A_missing_file_is_a_problem_not_an_exception()
    {
        Assert.Contains("cannot be read", Assert.Single(PolicyFile.Read("no/such/kubesec.yaml").Problems).Message, StringComparison.Ordinal);
    }
}
