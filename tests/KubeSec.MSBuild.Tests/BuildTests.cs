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
        Assert.Contains("KubeSecFailOn is 'sever'; it takes info, low, medium, high or critical", run.Text, StringComparison.Ordinal);
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
