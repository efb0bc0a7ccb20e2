using KubeSec.Gate;
using KubeSec.Rules;

namespace KubeSec.Core.Tests.Gate;

public sealed class FrameworkReportTests
{
    private const string Privileged = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          template:
            spec:
              containers: [{name: web, image: web, securityContext: {privileged: true}}]
        """;

    [Fact]
    public async Task A_framework_report_tells_passed_failed_and_not_applicable_apart()
    {
        FrameworkReport report = await ReportOf("cis", Privileged);
        Assert.Equal(ControlStatus.Failed, Control(report, "5.2.2").Status);
        Assert.Equal(1, Control(report, "5.2.2").Rules.Single(rule => rule.Name == "privileged-container").Findings);
        Assert.Equal(ControlStatus.Passed, Control(report, "5.2.3").Status);
        Assert.Equal(ControlStatus.NotApplicable, Control(report, "5.1.3").Status);
    }

    [Fact]
    public async Task A_role_in_a_namespace_is_an_occasion_to_judge_roles()
    {
        FrameworkReport report = await ReportOf("cis", """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: reader, namespace: shop}
            rules: [{apiGroups: [""], resources: [configmaps], verbs: [get]}]
            """);
        Assert.Equal(ControlStatus.Passed, Control(report, "5.1.3").Status);
        Assert.Equal(ControlStatus.NotApplicable, Control(report, "5.2.2").Status);
    }

    [Fact]
    public async Task A_kind_of_the_clusters_own_that_makes_pods_is_an_occasion_to_judge_pods()
    {
        string rollout = Privileged.Replace("apps/v1", "argoproj.io/v1alpha1", StringComparison.Ordinal).Replace("Deployment", "Rollout", StringComparison.Ordinal);
        FrameworkReport report = await ReportOf("cis", rollout);
        Assert.Equal(ControlStatus.Passed, Control(report, "5.2.3").Status);
    }

    [Fact]
    public async Task What_could_not_be_read_leaves_controls_undecided_rather_than_passed()
    {
        FrameworkReport report = await ReportOf("cis", Privileged + "\n---\napiVersion: v1\nkind: [");
        Assert.Equal(ControlStatus.Failed, Control(report, "5.2.2").Status);
        Assert.Equal(ControlStatus.Undecided, Control(report, "5.2.3").Status);
    }

    [Fact]
    public async Task A_control_whose_rules_are_off_is_not_asked()
    {
        var off = new Dictionary<string, RuleSetting> { ["host-pid"] = RuleSetting.Off };
        FrameworkReport report = await ReportOf("cis", Privileged, new GatePolicy { Rules = off });
        Assert.Equal(ControlStatus.NotAsked, Control(report, "5.2.3").Status);
    }

    [Fact]
    public async Task A_suppressed_finding_fails_no_control()
    {
        string waived = Privileged.Replace(
            "namespace: shop}", "namespace: shop, annotations: {kubesec.dev/ignore.privileged-container: it drives the GPU}}", StringComparison.Ordinal);
        FrameworkReport report = await ReportOf("cis", waived);
        Assert.Equal(ControlStatus.Passed, Control(report, "5.2.2").Status);
    }

    [Fact]
    public async Task Every_framework_lists_its_controls_by_their_numbers_and_every_control_has_a_title()
    {
        foreach (string framework in RuleLibrary.Frameworks)
        {
            FrameworkReport report = await ReportOf(framework, Privileged);
            Assert.NotEmpty(report.Controls);
            Assert.All(report.Controls, control => Assert.NotEmpty(control.Title));
            Assert.All(report.Controls.Where(control => control.Rules.Count > 1), control => Assert.NotNull(FrameworkTitles.Of(framework, control.Control)));
        }

        string[] cis = [.. (await ReportOf("cis", Privileged)).Controls.Select(control => control.Control)];
        Assert.True(Array.IndexOf(cis, "5.2.9") < Array.IndexOf(cis, "5.2.10"));
    }

    [Fact]
    public async Task Without_a_framework_there_is_no_framework_report()
    {
        GateResult result = await Judge(Privileged, new GatePolicy(), []);
        Assert.Empty(result.Frameworks);
    }

    private static FrameworkControl Control(FrameworkReport report, string control) => report.Controls.Single(c => c.Control == control);

    private static async Task<FrameworkReport> ReportOf(string framework, string manifest, GatePolicy? policy = null) =>
        Assert.Single((await Judge(manifest, policy ?? new GatePolicy(), [framework])).Frameworks);

    private static Task<GateResult> Judge(string manifest, GatePolicy policy, string[] frameworks) => new SecurityGate(new GateOptions
    {
        Paths = ["-"],
        StandardInput = new StringReader(manifest),
        Policy = policy,
        Frameworks = frameworks,
        Checks = GateChecks.Manifests,
    }).JudgeAsync();
}
