using KubeSec.Rules;

namespace KubeSec.Core.Tests.Rules;

/// <summary>What the API server and the runtime make of a pod, where a reader of single fields would be wrong.</summary>
public sealed class PodSemanticsTests
{
    [Fact]
    public void Settings_of_the_pod_are_inherited_by_its_containers() => Assert.Empty(Found("""
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
          containers: [{name: web, image: web}]
        """, "run-as-non-root", "seccomp-not-set"));

    [Fact]
    public void A_container_overrides_what_its_pod_says() => Assert.Equal(
        ["run-as-non-root"],
        Found("""
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec:
              securityContext: {runAsNonRoot: true}
              containers: [{name: web, image: web, securityContext: {runAsNonRoot: false}}]
            """, "run-as-non-root"));

    [Fact]
    public void Linux_settings_are_not_asked_of_Windows_pods() => Assert.Empty(Found("""
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          os: {name: windows}
          containers: [{name: web, image: web}]
        """, "seccomp-not-set", "capabilities-drop-all", "privilege-escalation", "readonly-root-filesystem", "run-as-non-root", "apparmor-not-set"));

    [Fact]
    public void A_user_namespace_makes_root_nobody_outside() => Assert.Empty(Found("""
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          hostUsers: false
          containers: [{name: web, image: web, securityContext: {runAsUser: 0}}]
        """, "run-as-non-root", "run-as-user-zero", "host-users-not-isolated"));

    [Fact]
    public void A_user_id_other_than_zero_is_not_root_unless_the_standard_is_asked_for()
    {
        const string pod = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec:
              containers: [{name: web, image: web, securityContext: {runAsUser: 10001}}]
            """;
        Assert.Empty(Found(pod, "run-as-non-root"));
        Assert.Contains(
            Manifest.Lint(pod, new LintOptions { Frameworks = ["pss-restricted"] }), finding => finding.Rule.Name == "run-as-non-root");
    }

    [Fact]
    public void A_request_that_is_left_out_takes_the_value_of_the_limit() => Assert.Empty(Found("""
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers: [{name: web, image: web, resources: {limits: {cpu: 1, memory: 1Gi}}}]
        """, "cpu-request-missing", "memory-request-missing"));

    [Theory]
    [InlineData("Service", "v1")]
    [InlineData("ConfigMap", "v1")]
    [InlineData("Ingress", "networking.k8s.io/v1")]
    public void Pod_rules_ask_nothing_of_what_makes_no_pods(string kind, string apiVersion) =>
        Assert.DoesNotContain(
            Manifest.Lint($"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{name: web, namespace: shop}}\nspec: {{}}\n"),
            finding => finding.Rule.Code.StartsWith("KS1", StringComparison.Ordinal));

    private static string[] Found(string manifest, params string[] names)
    {
        Rule[] rules = [.. RuleCatalogue.All().Where(rule => names.Contains(rule.Info.Name))];
        Assert.Equal(names.Length, rules.Length);
        return [.. Manifest.Lint(manifest, rules).Select(finding => finding.Rule.Name)];
    }
}
