using System.Globalization;
using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Gate;
using Microsoft.Extensions.Time.Testing;

namespace KubeSec.Core.Tests.Gate;

/// <summary>What the gate makes of lessons: how controls are proved, what waives them, what is proposed.</summary>
public sealed class LessonsGateTests : IDisposable
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: api, namespace: shop}
        spec:
          selector: {matchLabels: {app: api}}
          template:
            metadata: {labels: {app: api}}
            spec:
              containers:
                - name: api
                  image: ghcr.io/acme/shop-api:1.4.2

        """;

    private const string Policy = """
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: api, namespace: shop}
        spec:
          podSelector: {matchLabels: {app: api}}
          policyTypes: [Egress]
          egress:
            - to:
                - ipBlock: {cidr: 0.0.0.0/0, except: [169.254.169.254/32]}

        """;

    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-lessons").FullName;
    private readonly FakeTimeProvider time = new(DateTimeOffset.Parse("2026-11-21T00:00:00Z", CultureInfo.InvariantCulture));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_network_control_is_proved_by_who_may_talk_to_whom_and_by_nothing_less()
    {
        await Record("Contact EC2 Instance Metadata Service From Container");
        Assert.Contains(Lessons(await Judge(Deployment)), finding => finding.Rule.Name == "open-incident" && finding.Message.Contains("[NP_IMDS]", StringComparison.Ordinal));
        Assert.Contains(Lessons(await Judge(Deployment + Policy.Replace(", except: [169.254.169.254/32]", "", StringComparison.Ordinal))), finding => finding.Rule.Name == "open-incident");
        Assert.DoesNotContain(Lessons(await Judge(Deployment + Policy)), finding => finding.Rule.Name == "open-incident");
        Assert.Equal([IncidentState.Mitigated], await States());
        Assert.Contains(Lessons(await Judge(Deployment)), finding => finding.Rule.Name == "control-regressed");
    }

    [Fact]
    public async Task Manifests_without_roles_prove_nothing_about_who_may_exec()
    {
        await Record("Exfiltrating Artifacts via Kubernetes Control Plane");
        string role = "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: reader, namespace: shop}\nrules: [{apiGroups: [''], resources: [pods], verbs: [get]}]\n";
        Assert.NotEmpty(Lessons(await Judge(Deployment)));
        Assert.NotEmpty(Lessons(await Judge(Deployment + role.Replace("[pods], verbs: [get]", "[pods/exec], verbs: [create]", StringComparison.Ordinal))));
        Assert.Empty(Lessons(await Judge(Deployment + role)));
    }

    [Fact]
    public async Task A_policys_waiver_is_judged_by_the_clock_of_the_run_and_covers_no_worse_an_incident()
    {
        await Record("Drop and execute new binary in container", "Error");
        string id = Assert.Single((await Judge(Deployment)).Incidents).Id;
        var waiver = new Waiver { Incident = id, Reason = "next release", Owner = "ann", Approver = "bob", From = new DateOnly(2026, 11, 20), Expires = new DateOnly(2026, 12, 10) };
        Assert.Equal(Verdict.Pass, (await Judge(Deployment, waiver)).Verdict);
        foreach (Waiver wrong in (Waiver[])[waiver with { Approver = "Ann" }, waiver with { Owner = null }, waiver with { Expires = null }, waiver with { Expires = new DateOnly(2027, 6, 1) }, waiver with { From = new DateOnly(2026, 11, 22) }, waiver with { Incident = "fp1-0" }, waiver with { Incident = null, Rule = "open-incident" }])
        {
            Assert.Equal(Verdict.Fail, (await Judge(Deployment, wrong)).Verdict);
        }

        time.SetUtcNow(DateTimeOffset.Parse("2026-12-10T23:59:59Z", CultureInfo.InvariantCulture));
        GateResult last = await Judge(Deployment, waiver);
        Assert.Equal(Verdict.Pass, last.Verdict);
        Assert.Contains(last.Findings, finding => finding.Rule.Name == "incident-waiver-ends");
        time.SetUtcNow(DateTimeOffset.Parse("2026-12-11T00:00:00Z", CultureInfo.InvariantCulture));
        Assert.Equal(Verdict.Fail, (await Judge(Deployment, waiver)).Verdict);

        waiver = waiver with { Expires = new DateOnly(2027, 1, 10) };
        Assert.Equal(Verdict.Pass, (await Judge(Deployment, waiver)).Verdict);
        await Record("Drop and execute new binary in container", "Critical", "2026-11-20T11:00:00Z");
        Assert.Equal(Verdict.Fail, (await Judge(Deployment, waiver)).Verdict);
    }

    [Fact]
    public async Task Where_nothing_has_happened_there_is_no_lesson_and_no_failure()
    {
        GateResult result = await Judge(Deployment);
        Assert.Empty(Lessons(result));
        Assert.Equal(Verdict.Pass, result.Verdict);
    }

    [Fact]
    public async Task A_proposal_cites_what_was_seen_leaves_no_trace_and_passes_once_applied()
    {
        await Record("Drop and execute new binary in container");
        await Record("Non sudo setuid", "Notice");
        var options = new GateOptions { Paths = [Write(Deployment)], Policy = new GatePolicy(), WorkingDirectory = folder };
        LessonProposals proposals = await new LessonProposer(options, time).ProposeAsync();
        LessonProposal proposal = Assert.Single(proposals.Patches);
        foreach (string setting in (string[])["readOnlyRootFilesystem: true", "allowPrivilegeEscalation: false", "drop: [ALL]"])
        {
            Assert.Contains("+" + setting, proposal.Patch.Diff.Replace(" ", "", StringComparison.Ordinal).Replace(":", ": ", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        Assert.All(proposal.Because, reason => Assert.Contains("incident fp1-", reason, StringComparison.Ordinal));
        Assert.Equal(proposal.Patch.Controls.Count, proposal.Because.Select(reason => reason.Split(':')[0]).Distinct().Count());
        Assert.NotNull(proposals.Network);
        await using (IncidentStore store = await Open())
        {
            Assert.Empty(await store.GateRunsAsync());
        }

        File.WriteAllText(Path.Combine(folder, "change.diff"), proposal.Patch.Diff);
        KubeSec.Tests.ProcessRun.Start("patch", ["-p1", "-i", "change.diff"], folder).Succeeded();
        Assert.Equal(Verdict.Pass, (await Judge(File.ReadAllText(Path.Combine(folder, "api.yaml")))).Verdict);
    }

    private static IEnumerable<Finding> Lessons(GateResult result) => result.Findings.Where(finding => finding.Rule.Category == RuleCategory.Lessons && finding.Rule.Name != "provenance-unknown");

    private async Task<IReadOnlyList<IncidentState>> States()
    {
        await using IncidentStore store = await Open();
        return [.. (await store.ListAsync(new IncidentQuery { States = Enum.GetValues<IncidentState>() })).Select(incident => incident.State)];
    }

    private Task<IncidentStore> Open() => IncidentStore.OpenAsync(new IncidentStoreOptions { Location = Path.Combine(folder, ".kubesec", "feedback.db") }, time);

    private async Task Record(string rule, string priority = "Critical", string at = "2026-11-20T10:00:00Z")
    {
        await using IncidentStore store = await Open();
        using var events = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(
            $$$"""{"time":"{{{at}}}","rule":"{{{rule}}}","priority":"{{{priority}}}","source":"syscall","output":"seen","output_fields":{"container.id":"0123456789ab","container.image.repository":"ghcr.io/acme/shop-api","k8s.ns.name":"shop","k8s.pod.name":"api-6d4cf56db6-abcde"}}"""));
        Assert.Equal(1, (await store.RecordAsync(events, "-")).Recorded);
    }

    private string Write(string manifest)
    {
        File.WriteAllText(Path.Combine(folder, "api.yaml"), manifest);
        return "api.yaml";
    }

    private Task<GateResult> Judge(string manifest, params Waiver[] waivers) => new SecurityGate(
        new GateOptions { Paths = [Write(manifest)], Policy = new GatePolicy { Waivers = waivers }, WorkingDirectory = folder, Commit = "c1" }, time).JudgeAsync();
}
