using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Reports;

namespace KubeSec.Core.Tests.Gate;

public sealed class FeedbackJudgementTests
{
    private const string Manifest = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: api, namespace: shop}
        spec:
          template:
            spec:
              containers:
                - name: api
                  image: ghcr.io/acme/shop-api:1.4.2
        """;

    private const string Event = """
        {"time":"2026-11-20T10:00:00.000000000Z","rule":"Terminal shell in container","priority":"Critical","source":"syscall","output":"A shell was spawned",
         "output_fields":{"container.id":"0123456789ab","container.image.repository":"ghcr.io/acme/shop-api","container.image.tag":"1.4.2","k8s.ns.name":"shop","k8s.pod.name":"api-6d4cf56db6-abcde"}}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-test").FullName;

    [Fact]
    public async Task An_open_incident_closes_the_gate_on_its_image_and_is_named()
    {
        await Record();
        GateResult result = await Judge(new GatePolicy());

        Finding finding = Assert.Single(result.Findings, f => f.Rule.Name == "open-incident");
        Incident incident = Assert.Single(result.Incidents);
        Assert.Contains(incident.Id, finding.Message, StringComparison.Ordinal);
        Assert.Equal((9, 18, "api"), (finding.Span.Line, finding.Span.Column, finding.Container));
        Assert.Equal(Verdict.Fail, result.Verdict);
        Assert.Equal([incident.Id], Assert.Single(result.Inventory).Incidents);
        var html = new StringWriter();
        ReportWriter.Write(ReportFormat.Html, result, html);
        Assert.Contains("What run time has taught", html.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_waiver_of_the_incident_lets_it_through()
    {
        await Record();
        string id = Assert.Single((await Judge(new GatePolicy())).Incidents).Id;
        GateResult result = await Judge(new GatePolicy { Waivers = [new Waiver { Incident = id, Reason = "a drill", Owner = "a", Approver = "b", UpTo = Severity.Critical, Expires = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(30) }] });
        Assert.Equal("a drill", Assert.Single(result.Findings, f => f.Rule.Name == "open-incident").Suppression?.Reason);
        Assert.Equal(Verdict.Pass, result.Verdict);
    }

    [Fact]
    public async Task The_default_store_is_made_and_remembers_the_run()
    {
        Assert.Equal(Verdict.Pass, (await Judge(new GatePolicy())).Verdict);
        Assert.True(File.Exists(Path.Combine(folder, ".kubesec", "feedback.db")));
        // Nobody commits by accident what one machine remembers.
        Assert.Equal("*\n", File.ReadAllText(Path.Combine(folder, ".kubesec", ".gitignore")));
    }

    [Fact]
    public async Task A_store_that_the_policy_names_and_that_is_missing_is_undecided()
    {
        GateResult result = await Judge(new GatePolicy { Feedback = new FeedbackPolicy { Store = "no/such/folder/feedback.db" } });
        Assert.Equal((Verdict.Undecided, GateReasonKind.Store), (result.Verdict, Assert.Single(result.Reasons).Kind));
    }

    [Fact]
    public async Task A_corrupt_store_is_undecided()
    {
        Directory.CreateDirectory(Path.Combine(folder, ".kubesec"));
        File.WriteAllText(Path.Combine(folder, ".kubesec", "feedback.db"), "this is no database, whatever its name says; it only fills a page or so of text");
        GateResult result = await Judge(new GatePolicy());
        Assert.Equal((Verdict.Undecided, GateReasonKind.Store), (result.Verdict, Assert.Single(result.Reasons).Kind));
    }

    [Fact]
    public async Task A_store_that_nobody_feeds_is_undecided()
    {
        await Record();
        GateResult result = await Judge(new GatePolicy { Feedback = new FeedbackPolicy { MaximumAge = TimeSpan.FromTicks(1) } });
        Assert.Equal((Verdict.Undecided, GateReasonKind.Store), (result.Verdict, Assert.Single(result.Reasons).Kind));
    }

    private async Task Record()
    {
        await using IncidentStore store = await IncidentStore.OpenAsync(new IncidentStoreOptions { Location = Path.Combine(folder, ".kubesec", "feedback.db") });
        using var events = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Event));
        RecordResult recorded = await store.RecordAsync(events, "-");
        Assert.Equal(1, recorded.Recorded);
    }

    private Task<GateResult> Judge(GatePolicy policy) => new SecurityGate(new GateOptions
    {
        Paths = ["-"],
        StandardInput = new StringReader(Manifest),
        Policy = policy,
        WorkingDirectory = folder,
    }).JudgeAsync();
}
