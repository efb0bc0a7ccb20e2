using KubeSec.Manifests;
using KubeSec.Network;
using KubeSec.Tests;
using Microsoft.Data.Sqlite;

namespace KubeSec.Cli.Tests;

/// <summary>From events of sensors, by way of the store, to policies: by the command line alone.</summary>
public sealed class NetworkStoreTests : IDisposable
{
    private const string Shop = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: x}]}}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: api, namespace: shop}
        spec: {selector: {matchLabels: {app: api}}, template: {metadata: {labels: {app: api}}, spec: {containers: [{name: c, image: x, ports: [{name: http, containerPort: 8080}]}]}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: api, namespace: shop}
        spec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-seen").FullName;

    public NetworkStoreTests() => File.WriteAllText(Path.Combine(folder, "shop.yaml"), Shop);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [SkippableTheory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task What_sensors_saw_becomes_the_policies_that_allow_exactly_that(string engine)
    {
        string store = engine == "sqlite" ? "seen.db" : await (await PostgresServer.RequireAsync()).CreateDatabaseAsync();
        string[] events = [Tetragon("10.96.0.5", 80), Tetragon("2001:db8::1", 443), Tetragon("203.0.113.66", 4444), Falco("203.0.113.66:4444")];
        string others = Tetragon("198.51.100.1", 443).Replace("\"shop\"", "\"kube-system\"", StringComparison.Ordinal);
        File.WriteAllLines(Path.Combine(folder, "events.ndjson"), [.. events, others]);
        File.WriteAllText(Path.Combine(folder, "listing.json"), """
            {"kind":"List","items":[{"kind":"Service","metadata":{"name":"api","namespace":"shop","uid":"s","creationTimestamp":"2026-11-01T00:00:00Z"},"spec":{"clusterIP":"10.96.0.5"}}]}
            """);
        Kubesec("incident", "record", "events.ndjson", "--store", store).Succeeded();
        Kubesec("cluster", "snapshot", "--from", "listing.json", "--at", "2026-11-20T15:00:00Z", "--store", store).Succeeded();

        ProcessRun generated = Kubesec("network", "generate", "--ignore-manifests", "--store", store, "shop.yaml").Succeeded();
        const string Others = "note: 1 of the connections that sensors saw have no end in the input and are left out\n";
        Assert.Equal(Others + "note: shop/web => 203.0.113.66 : TCP 4444: an alert was raised over this connection as well; it got no rule\n", generated.Error);
        Assert.Equal(["shop/web[Deployment] => 2001:db8::1-2001:db8::1 : TCP 443", "shop/web[Deployment] => shop/api[Deployment] : TCP 8080"], Allowed(generated.Output));

        ProcessRun check = Kubesec("network", "generate", "--check", "--store", store, "shop.yaml");
        Assert.Equal((0, "", Others), (check.ExitCode, check.Output, check.Error));
        File.WriteAllText(Path.Combine(folder, "policies.yaml"), generated.Output);
        Kubesec("network", "generate", "--check", "--store", store, "shop.yaml", "policies.yaml").Succeeded();
        File.WriteAllText(Path.Combine(folder, "policies.yaml"), generated.Output.Replace("2001:db8::1", "2001:db8::2", StringComparison.Ordinal));
        ProcessRun broken = Kubesec("network", "generate", "--check", "--store", store, "shop.yaml", "policies.yaml");
        Assert.Equal(1, broken.ExitCode);
        Assert.StartsWith("shop/web => 2001:db8::1 : TCP 443: NetworkPolicy shop/default-deny and NetworkPolicy shop/web isolate", broken.Output, StringComparison.Ordinal);

        File.WriteAllLines(Path.Combine(folder, "reversed.ndjson"), [others, .. events.Reverse()]);
        Kubesec("cluster", "snapshot", "--from", "listing.json", "--at", "2026-11-20T15:00:00Z", "--store", "other.db").Succeeded();
        Kubesec("incident", "record", "reversed.ndjson", "reversed.ndjson", "--store", "other.db").Succeeded();
        Assert.Equal(generated, Kubesec("network", "generate", "--ignore-manifests", "--store", "other.db", "shop.yaml"));
    }

    [Fact]
    public void A_file_of_flows_and_the_store_count_together()
    {
        File.WriteAllText(Path.Combine(folder, "events.ndjson"), Tetragon("203.0.113.7", 443) + "\n" + Falco("203.0.113.9:443"));
        File.WriteAllText(Path.Combine(folder, "flows.json"), """
            {"from": "shop/web", "to": "shop/api", "port": 8080}
            {"from": "shop/web", "to": "203.0.113.9", "port": 443}
            """);
        Kubesec("incident", "record", "events.ndjson", "--store", "seen.db").Succeeded();
        ProcessRun generated = Kubesec("network", "generate", "--ignore-manifests", "--flows", "flows.json", "--store", "seen.db", "shop.yaml").Succeeded();
        Assert.Equal(["shop/web[Deployment] => 203.0.113.7-203.0.113.7 : TCP 443", "shop/web[Deployment] => shop/api[Deployment] : TCP 8080"], Allowed(generated.Output));
    }

    [Fact]
    public void A_store_that_cannot_be_used_is_said_and_nothing_is_written()
    {
        Refused("nowhere.db", "there is no feedback store");
        Refused("", "the address of the feedback store is empty");
        File.WriteAllText(Path.Combine(folder, "notes.txt"), new string('x', 5000));
        Refused("notes.txt", "notes.txt");
        Kubesec("incident", "record", "shop.yaml", "--store", "newer.db");
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "newer.db")};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        Refused("newer.db", "written by a newer KubeSec (schema 99");

        void Refused(string store, string reason)
        {
            ProcessRun run = Kubesec("network", "generate", "--store", store, "shop.yaml");
            Assert.Equal((3, ""), (run.ExitCode, run.Output));
            Assert.Contains(reason, run.Error, StringComparison.Ordinal);
            Assert.Single(run.Error.TrimEnd().Split('\n'));
        }
    }

    [Fact]
    public void A_store_that_no_sensor_told_of_a_connection_is_warned_of()
    {
        File.WriteAllText(Path.Combine(folder, "falco.ndjson"), Falco("203.0.113.66:4444"));
        Kubesec("incident", "record", "falco.ndjson", "--store", "seen.db").Succeeded();
        ProcessRun run = Kubesec("network", "generate", "--store", "seen.db", "shop.yaml").Succeeded();
        Assert.StartsWith("note: seen.db: no sensor has told of an ordinary connection yet", run.Error, StringComparison.Ordinal);
    }

    private static string Tetragon(string peer, int port) =>
        """{"process_kprobe":{"process":{"exec_id":"ZXhlYw","pid":1,"binary":"/app/server","pod":{"namespace":"shop","name":"web-6c9f7d5b8d-x2k4p"}},"function_name":"tcp_connect","args":[{"sock_arg":{"saddr":"10.244.1.5","daddr":"PEER","sport":37360,"dport":PORT}}],"action":"KPROBE_ACTION_POST","policy_name":"connect"},"node_name":"node-1","time":"2026-11-20T14:00:01Z"}"""
            .Replace("PEER", peer, StringComparison.Ordinal).Replace("PORT", port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static string Falco(string peer) =>
        """{"hostname":"node-1","output":"outbound","priority":"Notice","rule":"Unexpected outbound connection","time":"2026-11-20T14:00:02Z","output_fields":{"container.id":"3f2a9c1d77be","fd.name":"10.244.1.5:43812->PEER","k8s.ns.name":"shop","k8s.pod.name":"web-6c9f7d5b8d-x2k4p"}}"""
            .Replace("PEER", peer, StringComparison.Ordinal);

    private static string[] Allowed(string policies)
    {
        string[] documents = [Shop, policies];
        var analyzer = new NetworkAnalyzer(documents.SelectMany((text, number) => new ManifestReader().Read($"{number}.yaml", new StringReader(text))).SelectMany(document => document.Resources));
        return [.. analyzer.Table().Connections.Select(line => $"{line.Source} => {line.Destination} : {line.Ports}")];
    }

    private ProcessRun Kubesec(params string[] arguments) => ProcessRun.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "kubesec.dll"), .. arguments], folder);
}
