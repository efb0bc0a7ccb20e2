using KubeSec.Tests;

namespace KubeSec.Cake.Tests;

public sealed class NetworkAliasTests(CakeScript cake) : IClassFixture<CakeScript>
{
    private const string Shop = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop, labels: {app: web}}
        spec: {containers: [{name: c, image: x, env: [{name: DB, value: "db:5432"}]}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: db, namespace: shop, labels: {app: db}}
        spec: {containers: [{name: c, image: x}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: db, namespace: shop}
        spec: {selector: {app: db}, ports: [{port: 5432}]}
        """;

    [SkippableFact]
    public void A_script_asks_who_reaches_whom_and_writes_the_policies_that_are_needed()
    {
        cake.Manifest("net/shop.yaml", Shop);
        ProcessRun run = cake.Run(
            """
            Task("Default").Does(() =>
            {
                NetworkAnalyzer network = KubeSecNetwork("./net", new KubeSecNetworkSettings { Reports = { [NetworkFormat.Markdown] = "./out/network.md" } });
                Information("reached " + network.Reach("web").Reached[0].Name);
                KubeSecGenerateNetworkPolicies("./net", new KubeSecGenerateNetworkSettings { Output = "./after/policies.yaml" });
                CopyFile("./net/shop.yaml", "./after/shop.yaml");
                foreach (ConnectionChange change in KubeSecNetworkDiff("./net", "./after").Changes.Where(change => change.Destination == "shop/db[Pod]" && change.Source == "shop/web[Pod]"))
                {
                    Information($"now {change.After}");
                }
            });
            RunTarget("Default");
            """);
        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Contains("reached shop/db[Pod]", run.Text, StringComparison.Ordinal);
        Assert.Contains("now TCP 5432", run.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_path_without_manifests_fails_the_task()
    {
        ProcessRun run = cake.Run("Task(\"Default\").Does(() => { KubeSecNetwork(\"./nowhere\"); });\nRunTarget(\"Default\");\n");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("there is no manifest at ./nowhere", run.Text, StringComparison.Ordinal);
    }
}
