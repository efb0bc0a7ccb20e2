using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Feedback;

/// <summary>Real payloads of every source: each is stored, recognised as a duplicate or set aside with a reason.</summary>
public sealed class SamplesTests : IDisposable
{
    private readonly StoreFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [SkippableFact]
    public async Task Every_payload_is_accounted_for_and_known_the_second_time()
    {
        string samples = SharedFiles.Require("samples");
        string[] files = [.. Directory.EnumerateFiles(samples, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.Equal(305, files.Length);
        await using IncidentStore store = await fixture.OpenAsync();
        foreach (string file in files)
        {
            RecordResult result = await store.RecordFilesAsync([file]);
            Assert.True(result.Read > 0, $"{file}: nothing was read");
            Assert.Equal(result.Read, result.Recorded + result.Duplicates + result.SetAside.Count);
            Assert.All(result.SetAside, aside => Assert.NotEmpty(aside.Reason));
        }

        RecordResult again = await store.RecordFilesAsync([samples]);
        Assert.Equal(0, again.Recorded);
    }

    [SkippableTheory]
    [InlineData("falco", "falco", 2)]
    [InlineData("grype", "grype", 0)]
    [InlineData("k8s-audit", "k8s-audit|gke-audit", 1)]
    [InlineData("k8s-event", "k8s-event", 0)]
    [InlineData("kubearmor", "kubearmor", 0)]
    [InlineData("kubescape-posture", "kubescape", 0)]
    [InlineData("neuvector", "neuvector", 0)]
    [InlineData("openvex", "openvex", 3)]
    [InlineData("policyreport", "policyreport", 0)]
    [InlineData("profiles", "profile", 0)]
    [InlineData("sysdig", "sysdig", 0)]
    [InlineData("tetragon", "tetragon", 0)]
    [InlineData("tracee", "tracee", 0)]
    [InlineData("trivy-image", "trivy", 2)]
    [InlineData("trivy-operator", "trivy-operator", 0)]
    public async Task Each_format_is_recognised_as_what_it_is(string folder, string expected, int setAside)
    {
        string samples = SharedFiles.Require("samples", folder);
        await using IncidentStore store = await fixture.OpenAsync();
        RecordResult result = await store.RecordFilesAsync([samples]);
        Assert.True(setAside == result.SetAside.Count, string.Join('\n', result.SetAside));
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={fixture.Location};Pooling=False");
        connection.Open();
        using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT DISTINCT source FROM observation";
        using Microsoft.Data.Sqlite.SqliteDataReader reader = command.ExecuteReader();
        List<string> sources = [];
        while (reader.Read())
        {
            sources.Add(reader.GetString(0));
        }

        Assert.All(sources, source => Assert.Contains(source, expected.Split('|')));
    }

    [SkippableFact]
    public async Task The_secrets_in_the_samples_do_not_reach_the_disk()
    {
        string samples = SharedFiles.Require("samples");
        await using (IncidentStore store = await fixture.OpenAsync())
        {
            await store.RecordFilesAsync([samples]);
        }

        foreach (string file in Directory.EnumerateFiles(fixture.Folder))
        {
            string content = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
            Assert.DoesNotContain("SecurePSK!23@456", content, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task Tetragons_digests_attribute_at_once()
    {
        string samples = SharedFiles.Require("samples", "tetragon");
        await using IncidentStore store = await fixture.OpenAsync();
        await store.RecordFilesAsync([samples]);
        Assert.Contains(await store.ListAsync(new IncidentQuery { AtLeast = Severity.Info }), incident => incident.Attribution == AttributionLevel.DigestInEvent);
    }
}
