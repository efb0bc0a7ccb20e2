using KubeSec.Tests;

namespace KubeSec.Cake.Tests;

public sealed class GateAliasTests(CakeScript cake) : IClassFixture<CakeScript>
{
    private const string Privileged =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: shop}\nspec:\n  containers:\n  - name: c\n    image: x\n    securityContext: {privileged: true}\n";

    [SkippableFact]
    public void A_failed_gate_fails_the_task_with_the_reason_and_the_place()
    {
        cake.Manifest("deploy/pod.yaml", Privileged);
        ProcessRun run = cake.Run("Task(\"Default\").Does(() => KubeSecGate(\"./deploy\"));\nRunTarget(\"Default\");\n");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("this may not be deployed", run.Text, StringComparison.Ordinal);
        Assert.Contains("deploy/pod.yaml:8:35: KS1001 privileged-container", run.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_gate_that_passes_lets_the_script_go_on()
    {
        cake.Manifest("fine/config.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata: {a: b}\n");
        ProcessRun run = cake.Run(
            """
            Task("Default").Does(() =>
            {
                GateResult result = KubeSecGate("./fine/**/*.yaml", new KubeSecGateSettings { FailOn = Severity.Critical });
                Information("verdict {0} over {1}", result.Verdict, result.Resources);
            });
            RunTarget("Default");
            """);
        run.Succeeded();
        Assert.Contains("verdict Pass over 1", run.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Lint_returns_findings_and_does_not_fail_the_task()
    {
        cake.Manifest("deploy/pod.yaml", Privileged);
        ProcessRun run = cake.Run(
            """
            Task("Default").Does(() =>
            {
                var findings = KubeSecLint("./deploy");
                Information("privileged: {0}", findings.Count(f => f.Rule.Name == "privileged-container"));
            });
            RunTarget("Default");
            """);
        run.Succeeded();
        Assert.Contains("privileged: 1", run.Output, StringComparison.Ordinal);
    }
}
