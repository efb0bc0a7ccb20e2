using KubeSec.Tests;

namespace KubeSec.MSBuild.Tests;

public sealed class BuildTests(ConsumerProject project) : IClassFixture<ConsumerProject>
{
    private const string Privileged = "deploy/pod.yaml(8,35,8,39): KubeSec error KS1001: container 'c' runs privileged (privileged-container)";

    [SkippableFact]
    public void A_finding_that_closes_the_gate_is_an_error_at_its_place()
    {
        ProcessRun run = project.Create().Build();
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(Privileged, run.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void An_up_to_date_build_still_shows_its_findings()
    {
        project.Create("<KubeSecFailOn>critical</KubeSecFailOn>");
        project.Write("deploy/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: shop}\nspec:\n  hostNetwork: true\n  containers:\n  - name: c\n    image: x\n");
        project.Build().Succeeded();
        ProcessRun again = project.Build("build", "-v", "detailed", "-nologo", "-tl:off").Succeeded();
        Assert.Contains("Skipping target \"_KubeSecJudge\"", again.Output, StringComparison.Ordinal);
        Assert.Contains("deploy/pod.yaml(5,16,5,20): KubeSec warning", again.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_changed_manifest_is_judged_again()
    {
        Assert.NotEqual(0, project.Create().Build().ExitCode);
        project.Write("deploy/pod.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata: {a: b}\n");
        project.Build().Succeeded();
    }

    [SkippableFact]
    public void What_the_store_has_become_since_the_last_build_is_heard()
    {
        project.Create();
        project.Write("deploy/pod.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata: {a: b}\n");
        project.Build().Succeeded();
        project.Write(".kubesec/feedback.db", "no database at all");
        ProcessRun run = project.Build();
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("could not be decided", run.Text, StringComparison.Ordinal);
        Assert.NotEqual(0, project.Build().ExitCode);
    }

    [SkippableFact]
    public void The_package_can_be_switched_off() =>
        Assert.DoesNotContain("KS1001", project.Create("<KubeSecEnabled>false</KubeSecEnabled>").Build().Succeeded().Text, StringComparison.Ordinal);

    [SkippableFact]
    public void Codes_can_be_ignored_the_way_of_every_warning()
    {
        project.Create("<KubeSecFailOn>critical</KubeSecFailOn><NoWarn>$(NoWarn);KS1006</NoWarn>");
        project.Write("deploy/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: shop}\nspec:\n  hostNetwork: true\n  containers:\n  - name: c\n    image: x\n");
        Assert.DoesNotContain("KS1006", project.Build().Succeeded().Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_wrong_property_is_one_clear_error()
    {
        ProcessRun run = project.Create("<KubeSecFailOn>sever</KubeSecFailOn>").Build();
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("app.csproj : error KS0000: KubeSecFailOn is 'sever'; it takes info, low, medium, high or critical", run.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_wrong_version_is_told_at_the_project_in_one_sentence()
    {
        ProcessRun run = project.Create("<KubeSecKubernetesVersion>two</KubeSecKubernetesVersion>").Build();
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("app.csproj : error KS0000: 'two' is no Kubernetes version; write a minor such as 1.35\n", run.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void What_is_wrong_with_a_policy_is_told_once_and_at_its_place()
    {
        project.Create().Write("kubesec.yaml", "fialOn: high\n");
        ProcessRun run = project.Build();
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("kubesec.yaml(1,1,1,7): KubeSec error KS0100: there is no key 'fialOn' in the policy; did you mean 'failOn'? (policy-invalid)", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("KS0000", run.Text, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("KubeSecEnabled", "ture")]
    [InlineData("KubeSecTreatWarningsAsErrors", "1")]
    [InlineData("KubeSecVerifyContainers", "of")]
    public void A_misspelt_switch_is_not_taken_for_false(string property, string value)
    {
        ProcessRun run = project.Create($"<{property}>{value}</{property}>").Build();
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains($"error KS0000: {property} is '{value}'; it takes true or false", run.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_build_without_manifests_says_so_and_fails_where_one_is_required()
    {
        project.Create().Delete("deploy");
        Assert.Contains("warning KS0901: no manifest is judged", project.Build().Succeeded().Text, StringComparison.Ordinal);
        Assert.DoesNotContain("KS0901", project.Build("build", "-nologo", "-tl:off", "-p:NoWarn=KS0901").Succeeded().Text, StringComparison.Ordinal);
        ProcessRun run = project.Build("build", "-nologo", "-tl:off", "-p:KubeSecRequireManifests=true");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("error KS0901: no manifest is judged, and KubeSecRequireManifests asks for one", run.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_base_image_in_the_Dockerfile_is_judged_at_its_FROM()
    {
        project.Create().Delete("deploy");
        project.Write("Dockerfile", "FROM docker.io/stranger/base:1\n");
        project.Write("kubesec.yaml", "images: {allow: ['ghcr.io/acme/**']}\n");
        ProcessRun run = project.Build();
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("Dockerfile(1,6,1,31): KubeSec error KS2003", run.Text, StringComparison.Ordinal);
        project.Write("Dockerfile", "FROM ghcr.io/acme/base:1\n");
        project.Build().Succeeded();
    }

    [SkippableFact]
    public void What_the_policy_names_beside_manifests_is_an_input_as_well()
    {
        project.Create();
        project.Write("kubesec.yaml", "baseline: old.json\nfeedback: {store: run/feedback.db}\n");
        project.Write("deploy/pod.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata: {a: b}\n");
        Assert.Contains("feedback.db", project.Build().Text, StringComparison.Ordinal);
        Assert.Contains("old.json: the baseline cannot be read", project.Build().Text, StringComparison.Ordinal);
        string inputs = File.ReadAllText(Path.Combine(project.Folder, "obj", "kubesec", "absent.txt"));
        Assert.Contains(Path.Combine(project.Folder, "old.json"), inputs, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(project.Folder, "run", "feedback.db"), inputs, StringComparison.Ordinal);
        project.Write("kubesec.yaml", "baseline: old.json\n");
        project.Write("old.json", "{\"version\": 1, \"findings\": {}}");
        ProcessRun run = project.Build();
        Assert.True(run.ExitCode == 0, run.Text);
        project.Delete("old.json");
        Assert.Contains("old.json: the baseline cannot be read", project.Build().Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_wrong_policy_is_an_error_of_its_own_and_not_a_doubt()
    {
        project.Create().Write("kubesec.yaml", "fialOn: high\n");
        ProcessRun run = project.Build();
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("kubesec.yaml", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("could not be decided", run.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_design_time_build_is_left_alone()
    {
        project.Create().Build("restore");
        project.Build("build", "--no-restore", "-nologo", "-tl:off", "-p:DesignTimeBuild=true").Succeeded();
        Assert.False(Directory.Exists(Path.Combine(project.Folder, "obj", "kubesec")));
    }

    [SkippableFact]
    public void Projects_that_build_side_by_side_do_not_disturb_each_other()
    {
        project.Create();
        project.Write("all.proj", """
            <Project><Target Name="Build">
              <MSBuild Projects="app.csproj" Targets="Restore" Properties="Restoring=true" />
              <ItemGroup><Number Include="1;2;3;4" /><One Include="app.csproj" AdditionalProperties="Number=%(Number.Identity)" /></ItemGroup>
              <MSBuild Projects="@(One)" Targets="KubeSecGate" BuildInParallel="true" />
            </Target></Project>
            """);
        ProcessRun run = project.Build("msbuild", "all.proj", "-m:4", "-nologo", "-tl:off");
        Assert.Contains(Privileged, run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("MSB", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be written", run.Text, StringComparison.Ordinal);
        Assert.Equal(["absent.txt", "findings.json", "inputs.txt", "options.txt"], Directory.GetFiles(Path.Combine(project.Folder, "obj", "kubesec")).Select(Path.GetFileName).Order());
    }

    [SkippableFact]
    public void A_multi_targeted_project_is_judged_once()
    {
        ProcessRun run = project.Create(frameworks: "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>").Build();
        Assert.Single(run.Output.Split('\n').Where(line => line.Contains(Privileged, StringComparison.Ordinal)).Select(line => line.Trim()).Distinct());
        Assert.DoesNotContain("TargetFramework=net10.0] ", run.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Nothing_of_the_package_reaches_the_consumers_output()
    {
        project.Create("<KubeSecEnabled>false</KubeSecEnabled>").Build().Succeeded();
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(project.Folder, "bin"), "KubeSec*", SearchOption.AllDirectories));
    }
}
