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

    [SkippableFact]
    public void A_path_is_taken_in_every_form_a_script_has_it()
    {
        cake.Manifest("forms/config.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata: {a: b}\n");
        ProcessRun run = cake.Run(
            """
            Task("Default").Does(() =>
            {
                var settings = new KubeSecGateSettings();
                Information("judged {0}",
                    KubeSecGate("./forms").Resources
                    + KubeSecGate(File("./forms/config.yaml")).Resources
                    + KubeSecGate(Directory("./forms") + Directory(".")).Resources
                    + KubeSecGate(MakeAbsolute(Directory("./forms")), settings).Resources
                    + KubeSecGate(MakeAbsolute(File("./forms/config.yaml")), settings).Resources
                    + KubeSecGate(GetFiles("./forms/*.yaml")).Resources
                    + KubeSecGate(KubeSecPath.FromFiles(GetFiles("./forms/*.yaml").Where(file => file.HasExtension)), settings).Resources
                    + KubeSecGate(new GlobPattern("./forms/**/*.yaml")).Resources);
                Information("linted {0}, listed {1}", KubeSecLint(Directory("./forms")).Count, KubeSecInventory(File("./forms/config.yaml")).Count);
                KubeSecGate(GetFiles("./forms/*.json"));
            });
            RunTarget("Default");
            """);
        Assert.Contains("judged 8", run.Output, StringComparison.Ordinal);
        Assert.Contains("linted 0, listed 0", run.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("the list of files is empty", run.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Dockerfiles_and_images_are_judged_without_a_manifest()
    {
        cake.Manifest("Dockerfile", "FROM docker.io/stranger/base:1\n");
        cake.Manifest("ours.yaml", "images: {allow: ['ghcr.io/acme/**']}\n");
        ProcessRun run = cake.Run(
            """
            Task("Default").Does(() => KubeSecGate(new KubeSecGateSettings
            {
                PolicyFile = "./ours.yaml",
                Dockerfiles = { "./Dockerfile" },
                Images = { "quay.io/stranger/tool:2" },
            }));
            RunTarget("Default");
            """);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("Dockerfile:1:6: KS2003", run.Text, StringComparison.Ordinal);
        Assert.Contains("quay.io/stranger/tool is not among the allowed repositories", run.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_quieter_the_log_the_less_of_what_does_not_close_the_gate()
    {
        cake.Manifest("deploy/pod.yaml", Privileged);
        const string Script = "Task(\"Default\").Does(() => KubeSecLint(\"./deploy\"));\nRunTarget(\"Default\");\n";
        string quiet = cake.Run(Script, "quiet").Text;
        Assert.Contains("KS1001", quiet, StringComparison.Ordinal);
        Assert.DoesNotContain("KS2001", quiet, StringComparison.Ordinal);
        Assert.DoesNotContain("KS1040", quiet, StringComparison.Ordinal);
        Assert.Contains("KS1040", cake.Run(Script, "verbose").Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Own_rules_are_lambdas_and_reports_are_written_beside_the_log()
    {
        cake.Manifest("own/config.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata: {a: b}\n");
        ProcessRun run = cake.Run(
            """
            Task("Default").Does(() => KubeSecGate("./own", new KubeSecGateSettings
            {
                OwnRules =
                {
                    new RuleBuilder("ACME001", "team-label-missing").OfSeverity(Severity.High).ForResources((resource, report) =>
                    {
                        if (!resource.Labels["team"].Exists)
                        {
                            report(resource.Labels["team"], $"{resource} has no label team");
                        }
                    }).Build(),
                },
                Reports = { [ReportFormat.Html] = "./reports/gate.html", [ReportFormat.Json] = "./reports/gate.json" },
            }));
            RunTarget("Default");
            """);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("ACME001 team-label-missing", run.Text, StringComparison.Ordinal);
        Assert.Contains("ACME001", File.ReadAllText(Path.Combine(cake.Folder, "reports/gate.json")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(cake.Folder, "reports/gate.html")));
    }

    [SkippableFact]
    public void Only_what_is_new_since_the_baseline_closes_the_gate()
    {
        cake.Manifest("old/pod.yaml", Privileged);
        cake.Manifest("baseline.yaml", "baseline: kubesec.baseline.json\n");
        ProcessRun run = cake.Run(
            """
            Task("Default").Does(() =>
            {
                KubeSecWriteBaseline("./old", "./kubesec.baseline.json");
                var result = KubeSecGate("./old", new KubeSecGateSettings { PolicyFile = "./baseline.yaml" });
                Information("verdict {0}", result.Verdict);
                foreach (var container in KubeSecInventory("./old"))
                {
                    Information("runs {0}", container.Image);
                }
            });
            RunTarget("Default");
            """);
        run.Succeeded();
        Assert.Contains("verdict Pass", run.Output, StringComparison.Ordinal);
        Assert.Contains("runs x", run.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_baseline_records_what_the_gate_it_is_meant_for_finds()
    {
        cake.Manifest("owned/config.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata: {a: b}\n");
        ProcessRun run = cake.Run(
            """
            var gate = new KubeSecGateSettings
            {
                Baseline = "./owned.baseline.json",
                OwnRules = { new RuleBuilder("ACME002", "nobody").OfSeverity(Severity.High).ForResources((resource, report) => report(resource.Labels["team"], "nobody")).Build() },
            };
            Task("Default").Does(() =>
            {
                Information("recorded {0}", KubeSecWriteBaseline("./owned", gate.Baseline, gate).Count);
                Information("verdict {0}", KubeSecGate("./owned", gate).Verdict);
            });
            RunTarget("Default");
            """);
        run.Succeeded();
        Assert.Contains("recorded 1", run.Output, StringComparison.Ordinal);
        Assert.Contains("verdict Pass", run.Output, StringComparison.Ordinal);
    }
}
