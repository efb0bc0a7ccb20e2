using KubeSec.Tests;

namespace KubeSec.Cake.Tests;

public sealed class FixAliasTests(CakeScript cake) : IClassFixture<CakeScript>
{
    private const string Privileged =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: shop}\nspec:\n  containers:\n  - name: c # the shop\n    image: x\n    securityContext: {privileged: true}\n";

    [SkippableFact]
    public void What_can_be_mended_is_mended_in_place_and_a_dry_run_changes_nothing()
    {
        cake.Manifest("mend/pod.yaml", Privileged);
        ProcessRun run = cake.Run(
            """
            Task("Default").Does(() =>
            {
                var seen = KubeSecFix(Directory("./mend"), new KubeSecFixSettings { Rule = "privileged-container", DryRun = true });
                Information("would change {0}, privileged still {1}", seen.Count, FileReadText("./mend/pod.yaml").Contains("privileged: true"));
                var changed = KubeSecFix(GetFiles("./mend/*.yaml"), new KubeSecFixSettings { Rule = "KS1001" });
                Information("changed {0}, again {1}", changed.Count, KubeSecFix(File("./mend/pod.yaml"), new KubeSecFixSettings { Rule = "KS1001" }).Count);
            });
            string FileReadText(string path) => System.IO.File.ReadAllText(path);
            RunTarget("Default");
            """);
        run.Succeeded();
        Assert.Contains("would change 1, privileged still True", run.Output, StringComparison.Ordinal);
        Assert.Contains("changed 1, again 0", run.Output, StringComparison.Ordinal);
        Assert.Contains("privileged: false", File.ReadAllText(Path.Combine(cake.Folder, "mend", "pod.yaml")), StringComparison.Ordinal);
        Assert.Contains("# the shop", File.ReadAllText(Path.Combine(cake.Folder, "mend", "pod.yaml")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_misspelt_rule_mends_nothing_and_fails_the_task()
    {
        cake.Manifest("mend/pod.yaml", Privileged);
        ProcessRun run = cake.Run("Task(\"Default\").Does(() => KubeSecFix(\"./mend\", new KubeSecFixSettings { Rule = \"privileged-contaner\" }));\nRunTarget(\"Default\");\n");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("nothing is mended: there is no rule 'privileged-contaner'; did you mean 'privileged-container'?", run.Text, StringComparison.Ordinal);
    }
}
