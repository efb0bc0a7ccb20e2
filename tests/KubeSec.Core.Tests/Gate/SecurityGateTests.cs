using KubeSec.Findings;
using KubeSec.Gate;
using Microsoft.Extensions.Time.Testing;

namespace KubeSec.Core.Tests.Gate;

public sealed class SecurityGateTests
{
    private const string Privileged = """
        apiVersion: v1
        kind: Pod
        metadata: {name: api, namespace: shop}
        spec:
          containers:
            - name: api
              image: ghcr.io/acme/api:1.0
              securityContext: {privileged: true}
        """;

    [Fact]
    public async Task A_finding_at_the_threshold_closes_the_gate()
    {
        GateResult result = await Judge(Privileged);
        Assert.Equal(Verdict.Fail, result.Verdict);
        Assert.Equal(GateReasonKind.Findings, Assert.Single(result.Reasons).Kind);
    }

    [Fact]
    public async Task A_waiver_lets_its_finding_through_and_keeps_it_in_the_report()
    {
        GateResult result = await Judge(Privileged, Policy("2026-12-31"));
        Finding finding = Assert.Single(result.Findings, f => f.Rule.Name == "privileged-container");
        Assert.Equal(new Suppression(SuppressionKind.Waiver, "the node agent needs it"), finding.Suppression);
        Assert.Equal(Verdict.Pass, result.Verdict);
    }

    [Fact]
    public async Task A_waiver_counts_through_its_last_day()
    {
        Assert.Equal(Verdict.Pass, (await Judge(Privileged, Policy("2026-11-23"))).Verdict);
    }

    [Fact]
    public async Task An_expired_waiver_no_longer_counts_and_says_so()
    {
        GateResult result = await Judge(Privileged, Policy("2026-11-22"));
        Assert.Equal(Verdict.Fail, result.Verdict);
        Assert.Contains(result.Findings, f => f.Rule.Name == "waiver-expired" && f.Message.Contains("2026-11-22", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_waiver_that_covers_nothing_is_reported()
    {
        GateResult result = await Judge(Privileged.Replace("true", "false", StringComparison.Ordinal), Policy("2026-12-31"));
        Assert.Contains(result.Findings, f => f.Rule.Name == "waiver-unused");
    }

    [Theory]
    [InlineData("privileged-container", true)]
    [InlineData("image-registry-not-allowed", false)]
    public async Task An_exception_that_covers_nothing_is_reported_if_its_rule_was_asked_even_where_others_were_not(string rule, bool reported)
    {
        string manifest = Privileged.Replace("true", "false", StringComparison.Ordinal) + $" # kubesec:ignore {rule} why\n";
        GateResult result = await Gate(manifest, new GatePolicy(), GateChecks.Manifests | GateChecks.Network).JudgeAsync();
        Assert.Equal(reported, result.Findings.Any(f => f.Rule.Name == "waiver-unused"));
    }

    [Theory]
    [InlineData("kind: Deployment")]
    [InlineData("namespace: kube-*")]
    [InlineData("name: web")]
    [InlineData("container: sidecar")]
    [InlineData("image: quay.io/**")]
    public async Task A_waiver_covers_no_more_than_its_scope(string scope)
    {
        GateResult result = await Judge(Privileged, Policy("2026-12-31", scope));
        Assert.Equal(Verdict.Fail, result.Verdict);
    }

    [Theory]
    [InlineData("kind: Pod, namespace: sh*, name: api, container: api, image: ghcr.io/acme/**")]
    [InlineData("")]
    public async Task A_waiver_covers_what_fits_every_part_of_its_scope(string scope)
    {
        Assert.Equal(Verdict.Pass, (await Judge(Privileged, Policy("2026-12-31", scope))).Verdict);
    }

    [Theory]
    [InlineData("the node agent needs it", Verdict.Pass)]
    [InlineData("the node agent needs it, until 2026-11-23", Verdict.Pass)]
    [InlineData("the node agent needs it (until 2026-11-22)", Verdict.Fail)]
    [InlineData("", Verdict.Fail)]
    [InlineData("until 2027-01-01", Verdict.Fail)]
    [InlineData("the node agent needs it, until=2026-11-22", Verdict.Fail)]
    [InlineData("the node agent needs it, until 2027-13-01", Verdict.Fail)]
    public async Task An_annotation_excepts_its_resource_with_a_reason(string reason, Verdict expected)
    {
        string manifest = Privileged.Replace("namespace: shop", $"namespace: shop, annotations: {{kubesec.dev/ignore.privileged-container: \"{reason}\"}}", StringComparison.Ordinal);
        Assert.Equal(expected, (await Judge(manifest)).Verdict);
    }

    [Fact]
    public async Task An_annotation_with_a_misspelt_rule_is_reported_with_the_nearest()
    {
        string manifest = Privileged.Replace("namespace: shop", "namespace: shop, annotations: {kubesec.dev/ignore.privileged-contianer: why}", StringComparison.Ordinal);
        GateResult result = await Judge(manifest);
        Assert.Contains(result.Findings, f => f.Rule.Name == "waiver-invalid" && f.Message.Contains("privileged-container", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_judged_is_undecided_and_the_rest_is_still_judged()
    {
        GateResult broken = await Judge("kind: [", new GatePolicy());
        Assert.Equal(Verdict.Undecided, broken.Verdict);
        GateResult both = await Judge($"kind: [\n---\n{Privileged}", new GatePolicy());
        Assert.Equal(Verdict.Fail, both.Verdict);
        Assert.Equal([GateReasonKind.Findings, GateReasonKind.Input], both.Reasons.Select(reason => reason.Kind));
    }

    [Fact]
    public async Task A_path_that_names_nothing_is_wrong_usage()
    {
        GateResult result = await new SecurityGate(new GateOptions { Paths = ["no-such.yaml"], Policy = new GatePolicy() }).JudgeAsync();
        Assert.Equal((Verdict.Undecided, GateReasonKind.Usage), (result.Verdict, Assert.Single(result.Reasons).Kind));
    }

    [Fact]
    public async Task A_rule_of_the_policy_file_judges_without_compiling_anything()
    {
        GatePolicy policy = PolicyFile.Parse("""
            ownRules:
              - code: ACME001
                name: team-label-missing
                severity: high
                message: every pod names its team
                select: {kinds: [Pod]}
                field: metadata.labels["acme.example/team"]
                condition: missing
              - code: ACME002
                name: foreign-image
                message: images come from our registry
                each: container
                field: image
                condition: {notMatches: "^registry\\.acme\\.example/"}
            """).Policy!;
        GateResult result = await Judge(Privileged, policy);
        Finding label = Assert.Single(result.Findings, f => f.Rule.Code == "ACME001");
        Assert.Equal((3, 1, Severity.High), (label.Span.Line, label.Span.Column, label.Severity));
        Finding image = Assert.Single(result.Findings, f => f.Rule.Code == "ACME002");
        Assert.Equal((7, 14, "spec.containers[0].image"), (image.Span.Line, image.Span.Column, image.Path));
    }

    [Theory]
    [InlineData("select: {kinds: [pod]}", "field: kind", "condition: present", true)]
    [InlineData("select: {labels: {app: 'we*'}}", "field: kind", "condition: present", true)]
    [InlineData("select: {labels: {app: db}}", "field: kind", "condition: present", false)]
    [InlineData("select: {labels: {tier: '*'}}", "field: kind", "condition: present", false)]
    [InlineData("each: container", "field: resources.limits.memory", "condition: {atMost: 1Gi}", true)]
    [InlineData("each: container", "field: resources.limits.memory", "condition: {atMost: 511Mi}", false)]
    [InlineData("each: container", "field: resources.limits.memory", "condition: {atLeast: 500M}", true)]
    public async Task A_rule_of_the_policy_file_selects_by_kind_and_label_and_compares_amounts(string select, string field, string condition, bool flagged)
    {
        GatePolicy policy = PolicyFile.Parse($"""
            ownRules:
              - code: ACME001
                name: a-rule
                message: something
                {select}
                {field}
                {condition}
            """).Policy!;
        GateResult result = await Judge("""
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              labels: {app: web}
            spec:
              containers:
                - {name: web, image: web:1, resources: {limits: {memory: 512Mi}}}
            """, policy);
        Assert.Equal(flagged, result.Findings.Any(finding => finding.Rule.Code == "ACME001"));
    }

    [Fact]
    public async Task A_baseline_knows_its_findings_when_lines_move_and_only_new_ones_count()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("kubesec-test").FullName, "known.json");
        GateResult before = await Judge(Privileged);
        using (FileStream output = File.Create(file))
        {
            Baseline.Of(before.Findings).Write(output);
        }

        GateResult moved = await Judge("# a line more\n" + Privileged, new GatePolicy { Baseline = file });
        Assert.Equal(Verdict.Pass, moved.Verdict);
        GateResult grown = await Judge(Privileged.Replace("spec:", "spec:\n  hostNetwork: true", StringComparison.Ordinal), new GatePolicy { Baseline = file });
        Assert.Equal("host-network", Assert.Single(grown.Findings, grown.Counts).Rule.Name);
    }

    [Fact]
    public async Task A_cancelled_run_is_cancelled()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Gate(Privileged, new GatePolicy()).JudgeAsync(new CancellationToken(canceled: true)));
    }

    private static GatePolicy Policy(string expires, string scope = "") => new()
    {
        Waivers = PolicyFile.Parse($"waivers: [{{rule: privileged-container, where: {{{scope}}}, reason: the node agent needs it, expires: {expires}}}]").Policy!.Waivers,
    };

    private static Task<GateResult> Judge(string manifest, GatePolicy? policy = null) => Gate(manifest, policy ?? new GatePolicy()).JudgeAsync();

    private static SecurityGate Gate(string manifest, GatePolicy policy, GateChecks checks = GateChecks.All & ~GateChecks.Feedback) => new(
        new GateOptions { Paths = ["-"], StandardInput = new StringReader(manifest), Policy = policy, Checks = checks },
        new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero)));
}
