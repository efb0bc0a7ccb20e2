using System.Text.Json;
using KubeSec.Tests;

namespace KubeSec.Cli.Tests;

/// <summary>The whole loop, played on the shop by its own command line: what happens at run time becomes what the next build must show.</summary>
public sealed class ClosedLoopTests : IDisposable
{
    private const string Pinned = "ghcr.io/acme/shop-web@sha256:9b9f2b6b3c6f4d7f8a0e1d2c3b4a59687786a5b4c3d2e1f00f1e2d3c4b5a6978";

    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-loop").FullName;

    public ClosedLoopTests()
    {
        string shop = Path.Combine(SharedFiles.RepositoryRoot()!, "samples", "shop");
        Directory.CreateDirectory(Path.Combine(folder, "manifests"));
        File.Copy(Path.Combine(shop, "kubesec.yaml"), Path.Combine(folder, "kubesec.yaml"));
        File.Copy(Path.Combine(shop, "events", "falco.ndjson"), Path.Combine(folder, "falco.ndjson"));
        File.WriteAllText(Manifest, File.ReadAllText(Path.Combine(shop, "manifests", "web.yaml")).Replace("ghcr.io/acme/shop-web:latest", Pinned, StringComparison.Ordinal));
    }

    private string Manifest => Path.Combine(folder, "manifests", "web.yaml");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_incident_blocks_the_build_its_printed_patch_opens_it_and_its_removal_blocks_it_again()
    {
        Assert.Equal(0, Run("gate manifests", commit: "a1").ExitCode);
        Assert.Equal(0, Run("incident record falco.ndjson").ExitCode);

        ProcessRun blocked = Run("gate manifests", commit: "b2");
        Assert.Equal(1, blocked.ExitCode);
        string incident = FirstIncident("open");
        Assert.Contains($"incident {incident}", blocked.Output, StringComparison.Ordinal);
        Assert.Contains("Executing binary not part of base image", blocked.Output, StringComparison.Ordinal);
        Assert.Contains("securityContext.readOnlyRootFilesystem: true", blocked.Output, StringComparison.Ordinal);

        // What the gate prints is what patch reads; nothing is copied out by hand.
        string open = File.ReadAllText(Manifest);
        File.WriteAllText(Path.Combine(folder, "gate.txt"), blocked.Output);
        ProcessRun.Start("patch", ["-p1", "-i", "gate.txt"], folder).Succeeded();
        ProcessRun passing = Run("gate manifests", commit: "c3");
        Assert.True(passing.ExitCode == 0, passing.Text);
        Assert.Equal(incident, FirstIncident("mitigated"));

        File.WriteAllText(Manifest, open);
        ProcessRun again = Run("gate manifests", commit: "d4");
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("control-regressed", again.Output, StringComparison.Ordinal);
        Assert.Contains(incident, again.Output, StringComparison.Ordinal);
        Assert.Contains("commit c3", again.Output, StringComparison.Ordinal);
        Assert.Equal(incident, FirstIncident("regressed"));

        using JsonDocument trend = JsonDocument.Parse(Run("trend --format json").Output);
        Assert.Equal(["a1 pass", "b2 fail", "c3 pass", "d4 fail"], trend.RootElement.GetProperty("builds").EnumerateArray().Select(build => $"{build.GetProperty("commit")} {build.GetProperty("verdict")}"));
    }

    [Fact]
    public void A_waiver_needs_two_people_and_a_day_and_covers_its_incident_alone()
    {
        Run("incident record falco.ndjson").Succeeded();
        string incident = FirstIncident("open");
        string until = DateTime.UtcNow.AddDays(10).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(2, Run($"incident waive {incident} --owner ann --approver Ann --reason drill --expires {until}").ExitCode);
        Assert.Equal(2, Run($"incident waive {incident} --owner ann --approver bob --reason drill --expires 2099-01-01").ExitCode);
        Assert.Equal(2, Run($"incident waive fp1-0 --owner ann --approver bob --reason drill --expires {until}").ExitCode);
        Assert.Equal(2, Run($"incident waive {incident} --owner ann --approver bob --reason drill").ExitCode);
        Assert.Equal(1, Run("gate manifests").ExitCode);

        Run($"incident waive {incident} --owner ann --approver bob --reason drill --expires {until}").Succeeded();
        ProcessRun waived = Run("gate manifests");
        Assert.True(waived.ExitCode == 0, waived.Text);
        Assert.Contains("incident-waiver-ends", waived.Output, StringComparison.Ordinal);
        Assert.Equal("ann", JsonDocument.Parse(Run("lessons --format json --severity critical").Output).RootElement.GetProperty("lessons")[0].GetProperty("waiver").GetProperty("owner").GetString());

        Run($"incident waive {incident} --owner ann --approver bob --reason over --revoke").Succeeded();
        Assert.Equal(1, Run("gate manifests").ExitCode);
    }

    [Fact]
    public void Neither_an_annotation_nor_a_switched_off_rule_makes_an_incident_go_away()
    {
        Run("incident record falco.ndjson").Succeeded();
        File.WriteAllText(Manifest, File.ReadAllText(Manifest).Replace("metadata:\n  name: web\n  namespace: shop\n  labels:", "metadata:\n  name: web\n  namespace: shop\n  annotations: {kubesec.dev/ignore.open-incident: not now}\n  labels:", StringComparison.Ordinal));
        File.AppendAllText(Path.Combine(folder, "kubesec.yaml"), "rules: {readonly-root-filesystem: off}\n");
        ProcessRun blocked = Run("gate manifests");
        Assert.Equal(1, blocked.ExitCode);
        Assert.Contains("readOnlyRootFilesystem: true", blocked.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("KS1038", blocked.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_denied_image_is_refused_by_its_digest_until_the_denial_is_lifted()
    {
        Run("incident record falco.ndjson").Succeeded();
        string incident = FirstIncident("open");
        string digest = Pinned[(Pinned.IndexOf('@', StringComparison.Ordinal) + 1)..];
        Run($"incident triage {incident} --to false-positive --actor ann --reason drill").Succeeded();
        Assert.Equal(2, Run($"incident deny {incident} --digest latest --actor ann --reason malware").ExitCode);
        Run($"incident deny {incident} --digest {digest} --actor ann --reason malware").Succeeded();
        ProcessRun refused = Run("gate manifests");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("image-denied", refused.Output, StringComparison.Ordinal);
        Run($"incident deny {incident} --digest {digest} --actor ann --reason rebuilt --lift").Succeeded();
        // Nobody has recorded the layers of this image: whether it holds that one cannot be told, which is no pass.
        Run($"incident deny {incident} --what layer --digest sha256:{new string('a', 64)} --actor ann --reason malware").Succeeded();
        Assert.Equal(3, Run("gate manifests").ExitCode);
    }

    private string FirstIncident(string state)
    {
        using JsonDocument list = JsonDocument.Parse(Run("incident list --all --format json").Succeeded().Output);
        return list.RootElement.GetProperty("incidents").EnumerateArray().First(incident => incident.GetProperty("state").GetString() == state).GetProperty("id").GetString()!;
    }

    private ProcessRun Run(string arguments, string commit = "e5") => ProcessRun.Start(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "kubesec.dll"), .. arguments.Split(' ')], folder, new Dictionary<string, string> { ["GITHUB_SHA"] = commit });
}
