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
    public void A_script_writes_the_policies_that_sensors_saw_the_need_of()
    {
        cake.Manifest("seen/shop.yaml", Shop);
        cake.Manifest("events/tetragon.ndjson", """
            {"process_kprobe":{"process":{"exec_id":"ZXhlYw","pid":1,"binary":"/app/server","pod":{"namespace":"shop","name":"web"}},"function_name":"tcp_connect","args":[{"sock_arg":{"saddr":"10.244.1.5","daddr":"203.0.113.7","sport":37360,"dport":443}}]},"time":"2026-11-20T14:00:01Z"}
            {"process_kprobe":{"process":{"exec_id":"ZXhlYw","pid":1,"binary":"/app/server","pod":{"namespace":"shop","name":"web"}},"function_name":"tcp_connect","args":[{"sock_arg":{"saddr":"10.244.1.5","daddr":"203.0.113.66","sport":37360,"dport":443}}]},"time":"2026-11-20T14:00:01Z"}
            {"process_kprobe":{"process":{"exec_id":"ZXhlYw","pid":1,"binary":"/tmp/nc","pod":{"namespace":"shop","name":"web"}},"function_name":"tcp_connect","args":[{"sock_arg":{"saddr":"10.244.1.5","daddr":"203.0.113.66","sport":37361,"dport":443}}],"message":"a bad address"},"time":"2026-11-20T14:00:02Z"}
            """);
        ProcessRun run = cake.Run(
            """
            Task("Default").Does(() =>
            {
                KubeSecRecordIncidents("./events/tetragon.ndjson", new KubeSecRecordIncidentsSettings { Store = "seen.db" });
                GeneratedPolicies policies = KubeSecGenerateNetworkPolicies("./seen", new KubeSecGenerateNetworkSettings { Store = "seen.db", FromManifests = false, Output = "./out/seen.yaml" });
                Information("allows it: {0}, allows the other: {1}", policies.Yaml.Contains("203.0.113.7/32"), policies.Yaml.Contains("203.0.113.66"));
                KubeSecGenerateNetworkPolicies("./seen", new KubeSecGenerateNetworkSettings { Store = "nowhere.db" });
            });
            RunTarget("Default");
            """);
        Assert.Contains("allows it: True, allows the other: False", run.Text, StringComparison.Ordinal);
        Assert.Contains("203.0.113.66 : TCP 443: an alert was raised over this connection as well", run.Text, StringComparison.Ordinal);
        Assert.Contains("KubeSec: no policies are written: ", run.Text, StringComparison.Ordinal);
        Assert.Contains("203.0.113.7/32", File.ReadAllText(Path.Combine(cake.Folder, "out", "seen.yaml")), StringComparison.Ordinal);
        Assert.Equal(["seen.yaml"], Directory.EnumerateFiles(Path.Combine(cake.Folder, "out")).Select(Path.GetFileName).Where(name => name!.StartsWith("seen", StringComparison.Ordinal)));
        Assert.NotEqual(0, run.ExitCode);
    }

    [SkippableFact]
    public void A_path_without_manifests_fails_the_task()
    {
        ProcessRun run = cake.Run("Task(\"Default\").Does(() => { KubeSecNetwork(\"./nowhere\"); });\nRunTarget(\"Default\");\n");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("there is no manifest at ./nowhere", run.Text, StringComparison.Ordinal);
    }
}
