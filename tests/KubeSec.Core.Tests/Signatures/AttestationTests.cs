using System.Text;
using System.Text.Json.Nodes;
using KubeSec.Findings;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures;

public sealed class AttestationTests
{
    private const string GitHubProvenance = """
        {"buildDefinition":{"buildType":"https://actions.github.io/buildtypes/workflow/v1",
          "externalParameters":{"workflow":{"ref":"refs/heads/main","repository":"https://github.com/acme/shop","path":".github/workflows/release.yml"}},
          "internalParameters":{"github":{"event_name":"push"}},
          "resolvedDependencies":[{"uri":"git+https://github.com/acme/shop@refs/heads/main","digest":{"gitCommit":"c0ffee"}}]},
         "runDetails":{"builder":{"id":"https://github.com/actions/runner/github-hosted"},
          "metadata":{"invocationId":"https://github.com/acme/shop/actions/runs/1/attempts/1"}}}
        """;

    private const string OldProvenance = """
        {"builder":{"id":"https://builder.example"},"buildType":"https://build.example/v1",
         "invocation":{"configSource":{"uri":"git+https://github.com/acme/shop.git@refs/tags/v1","digest":{"sha1":"c0ffee"}},"parameters":{"target":"release"}}}
        """;

    private static readonly DateTimeOffset Now = MintedInstance.Now;

    private readonly MintedInstance _sigstore = new();

    [Fact]
    public void Provenance_that_says_what_is_asked_for_is_accepted()
    {
        var policy = new ProvenancePolicy
        {
            Builder = "https://github.com/actions/runner/github-hosted",
            Source = "https://github.com/acme/shop",
            Ref = "refs/heads/main",
            Commit = "c0ffee",
            BuildType = "https://actions.github.io/buildtypes/workflow/v1",
            Parameters = [new PredicateCondition("workflow.path") { OneOf = [".github/workflows/release.yml"] }],
        };

        Assert.Null(policy.Judge(Signed("https://slsa.dev/provenance/v1", GitHubProvenance), Now));
    }

    [Fact]
    public void Provenance_of_version_0_2_reads_alike()
    {
        var policy = new ProvenancePolicy
        {
            Builder = "https://builder.example",
            Source = "https://github.com/acme/shop",
            Ref = "refs/tags/v1",
            Commit = "c0ffee",
            Parameters = [new PredicateCondition("target") { OneOf = ["release"] }],
        };

        Assert.Null(policy.Judge(Signed("https://slsa.dev/provenance/v0.2", OldProvenance), Now));
    }

    [Fact]
    public void Each_difference_has_its_own_reason()
    {
        BundleVerificationResult signed = Signed("https://slsa.dev/provenance/v1", GitHubProvenance);

        Assert.Equal(ReasonCodes.ProvenanceBuilderMismatch, new ProvenancePolicy { Builder = "https://other" }.Judge(signed, Now)!.Reason);
        Assert.Equal(ReasonCodes.ProvenanceSourceMismatch, new ProvenancePolicy { Source = "https://github.com/acme/shop2" }.Judge(signed, Now)!.Reason);
        Assert.Equal(ReasonCodes.ProvenanceRefMismatch, new ProvenancePolicy { Ref = "refs/heads/dev" }.Judge(signed, Now)!.Reason);
        Assert.Equal(ReasonCodes.ProvenanceCommitMismatch, new ProvenancePolicy { Commit = "beef" }.Judge(signed, Now)!.Reason);
        Assert.Equal(ReasonCodes.ProvenanceBuildTypeMismatch, new ProvenancePolicy { BuildType = "x" }.Judge(signed, Now)!.Reason);
        Assert.Equal(
            ReasonCodes.FieldConditionFailed,
            new ProvenancePolicy { Parameters = [new PredicateCondition("workflow.absent")] }.Judge(signed, Now)!.Reason);
    }

    [Theory]
    [InlineData(12, "https://github.com/mallory/shop")]
    [InlineData(13, "beef")]
    [InlineData(14, "refs/heads/evil")]
    [InlineData(11, "self-hosted")]
    [InlineData(18, "https://github.com/acme/shop/.github/workflows/other.yml@refs/heads/main")]
    [InlineData(20, "pull_request")]
    [InlineData(21, "https://github.com/acme/shop/actions/runs/2/attempts/1")]
    public void Provenance_must_not_contradict_the_certificate(int claim, string value)
    {
        BundleVerificationResult signed = Signed("https://slsa.dev/provenance/v1", GitHubProvenance, (claim, value));

        Assert.Equal(ReasonCodes.ProvenanceClaimMismatch, new ProvenancePolicy().Judge(signed, Now)!.Reason);
    }

    [Theory]
    [InlineData("https://github.com/acme/builders/.github/workflows/build.yml@refs/tags/v1", null)]
    [InlineData("https://github.com/acme/builders/.github/workflows/build.yml@refs/tags/v2", ReasonCodes.ProvenanceClaimMismatch)]
    public void Builder_named_by_its_workflow_is_the_one_that_signed(string signer, string? reason)
    {
        const string Provenance = """{"runDetails":{"builder":{"id":"https://github.com/acme/builders/.github/workflows/build.yml@refs/tags/v1"}}}""";
        Assert.Equal(reason, new ProvenancePolicy().Judge(Signed("https://slsa.dev/provenance/v1", Provenance, (9, signer)), Now)?.Reason);
    }

    [Fact]
    public void Statement_must_be_about_the_artifact()
    {
        JsonObject bundle = _sigstore.StatementBundle(
            Statements.AboutArtifact("https://example.com/x", "{}").Replace("\"sha256\":\"", "\"sha256\":\"0000", StringComparison.Ordinal));

        Assert.Equal(ReasonCodes.StatementSubjectMismatch, _sigstore.Verify(bundle).Refusal!.Reason);
    }

    [Fact]
    public void What_nobody_signed_does_not_count()
    {
        string bare = Statements.AboutArtifact("https://slsa.dev/provenance/v1", GitHubProvenance);
        UnsignedStatement? read = UnsignedStatement.Read(System.Text.Encoding.UTF8.GetBytes(bare));

        Assert.Equal("https://github.com/acme/shop", read!.Source);
        Assert.Equal(ReasonCodes.StatementUnsigned, new ProvenancePolicy().Judge(_sigstore.Verify(_sigstore.Bundle()), Now)!.Reason);
        Assert.Null(UnsignedStatement.Read("[]"u8.ToArray()));
        Assert.Null(UnsignedStatement.Read(Encoding.UTF8.GetBytes(
            Statements.AboutArtifact("https://slsa.dev/provenance/v1", """{"runDetails":{"builder":{"id":"half"}}}""").Replace("half", "\\ud800", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("PASSED", "SLSA_BUILD_LEVEL_3", "2026-06-01T11:00:00Z", null)]
    [InlineData("PASSED", "SLSA_BUILD_LEVEL_2", "2026-06-01T11:00:00Z", null)]
    [InlineData("PASSED", "SLSA_BUILD_LEVEL_1", "2026-06-01T11:00:00Z", ReasonCodes.SummaryLevelMissing)]
    [InlineData("PASSED", "SLSA_BUILD_LEVEL_3", "2026-05-01T11:00:00Z", ReasonCodes.SummaryTooOld)]
    [InlineData("PASSED", "SLSA_BUILD_LEVEL_3", "2027-06-01T11:00:00Z", ReasonCodes.SummaryTooOld)]
    [InlineData("FAILED", "SLSA_BUILD_LEVEL_3", "2026-06-01T11:00:00Z", ReasonCodes.SummaryNotPassed)]
    public void Verification_summaries_are_judged(string outcome, string level, string time, string? reason)
    {
        string predicate = new JsonObject
        {
            ["verifier"] = new JsonObject { ["id"] = "https://verifier.example" },
            ["timeVerified"] = time,
            ["verificationResult"] = outcome,
            ["verifiedLevels"] = new JsonArray(level),
        }.ToJsonString();
        var policy = new VerificationSummaryPolicy("https://verifier.example") { Levels = ["SLSA_BUILD_LEVEL_2"], MaxAge = TimeSpan.FromDays(1) };

        Assert.Equal(reason, policy.Judge(Signed("https://slsa.dev/verification_summary/v1", predicate), Now)?.Reason);
    }

    [Fact]
    public void Bills_of_materials_are_of_the_type_they_claim()
    {
        var policy = new SbomPolicy { ForbiddenComponents = ["log4j-core"] };

        Assert.Null(policy.Judge(Signed("https://spdx.dev/Document/v2.3", """{"spdxVersion":"SPDX-2.3","packages":[{"name":"zlib"}]}"""), Now));
        Assert.Equal(
            ReasonCodes.SbomComponentForbidden,
            policy.Judge(Signed("https://cyclonedx.org/bom", """{"bomFormat":"CycloneDX","components":[{"name":"Log4j-Core"}]}"""), Now)!.Reason);
        Assert.Equal(
            ReasonCodes.SbomComponentForbidden,
            policy.Judge(Signed("https://cyclonedx.org/bom", """{"bomFormat":"CycloneDX","components":[{"name":"shop","components":[{"name":"log4j-core"}]}]}"""), Now)!.Reason);
        Assert.Equal(ReasonCodes.PredicateMalformed, policy.Judge(Signed("https://cyclonedx.org/bom", """{"spdxVersion":"SPDX-2.3"}"""), Now)!.Reason);
    }

    [Theory]
    [InlineData("""{"Results":[{"Vulnerabilities":[{"VulnerabilityID":"CVE-1","Severity":"HIGH","FixedVersion":"2"}]}]}""", ReasonCodes.ScanVulnerabilityFound)]
    [InlineData("""{"Results":[{"Vulnerabilities":[{"VulnerabilityID":"CVE-2","Severity":"MEDIUM"}]}]}""", null)]
    [InlineData("""{"matches":[{"vulnerability":{"id":"CVE-1","severity":"Critical","fix":{"state":"fixed"}}}]}""", ReasonCodes.ScanVulnerabilityFound)]
    [InlineData("""{"matches":[{"vulnerability":{"id":"CVE-9","severity":"Critical","fix":{"state":"not-fixed"}}}]}""", null)]
    [InlineData("""[{"id":"CVE-1","severity":[{"method":"CVSS_V3","score":"9.8"}]}]""", ReasonCodes.ScanVulnerabilityFound)]
    [InlineData("""{"unknown":true}""", ReasonCodes.PredicateMalformed)]
    [InlineData("""{"Results":{"Vulnerabilities":[]}}""", ReasonCodes.PredicateMalformed)]
    [InlineData("""{"SchemaVersion":2,"Results":[{"Vulnerabilities":{"VulnerabilityID":"CVE-1"}}]}""", ReasonCodes.PredicateMalformed)]
    [InlineData("""{"SchemaVersion":2}""", null)]
    public void Scans_are_judged_by_what_can_be_fixed(string result, string? reason)
    {
        Assert.Equal(reason, new VulnerabilityPolicy { OnlyFixable = true }.Judge(Scan(result), Now)?.Reason);
    }

    [Fact]
    public void Old_scan_is_refused_and_OpenVex_excuses()
    {
        const string Found = """{"matches":[{"vulnerability":{"id":"CVE-1","severity":"High"}}]}""";
        OpenVexDocument? excuse = OpenVexDocument.From(Signed(
            "https://openvex.dev/ns/v0.2.0", """{"statements":[{"vulnerability":{"name":"CVE-1"},"products":[{"@id":"pkg:oci/shop"}],"status":"not_affected"}]}"""));

        Assert.Equal(ReasonCodes.ScanTooOld, new VulnerabilityPolicy().Judge(Scan(Found, "2026-05-01T00:00:00Z"), Now)!.Reason);
        Assert.Equal(ReasonCodes.ScanVulnerabilityFound, new VulnerabilityPolicy().Judge(Scan(Found), Now)!.Reason);
        Assert.Null(new VulnerabilityPolicy { Excuses = [excuse!] }.Judge(Scan(Found), Now));
        Assert.Null(new VulnerabilityPolicy { HighestAllowed = Severity.High }.Judge(Scan(Found), Now));
    }

    [Theory]
    [InlineData("not_affected", "2026-01-02T00:00:00Z", "", "affected", "2026-01-01T00:00:00Z", "", true)]
    [InlineData("not_affected", "2026-01-01T00:00:00Z", "", "affected", "2026-01-02T00:00:00Z", "", false)]
    [InlineData("not_affected", "2026-01-01T00:00:00Z", "", "affected", "2026-01-01T00:00:00Z", "", false)]
    [InlineData("not_affected", "2026-01-01T00:00:00Z", "pkg:npm/qs@6.0.0", "fixed", "2026-01-01T00:00:00Z", "", true)]
    [InlineData("not_affected", "2026-01-01T00:00:00Z", "pkg:npm/qs@6.0.0", "affected", "2026-01-02T00:00:00Z", "pkg:npm/other", true)]
    [InlineData("not_affected", "2026-01-01T00:00:00Z", "pkg:npm/other", "not_affected", "2026-01-02T00:00:00Z", "pkg:npm/qs@5.0.0", false)]
    [InlineData("fixed", "2026-01-01T00:00:00Z", "pkg:npm/qs", "under_investigation", "2025-01-01T00:00:00Z", "", true)]
    public void Latest_word_about_the_package_counts_whichever_document_it_stands_in(
        string status, string time, string component, string otherStatus, string otherTime, string otherComponent, bool excused)
    {
        const string Found = """{"matches":[{"vulnerability":{"id":"CVE-1","severity":"High"},"artifact":{"purl":"pkg:npm/qs@6.0.0?arch=x"}}]}""";
        OpenVexDocument[] excuses = [Vex(status, time, component), Vex(otherStatus, otherTime, otherComponent)];
        Assert.Equal(excused, new VulnerabilityPolicy { Excuses = excuses }.Judge(Scan(Found), Now) is null);
        Array.Reverse(excuses);
        Assert.Equal(excused, new VulnerabilityPolicy { Excuses = excuses }.Judge(Scan(Found), Now) is null);
    }

    [Fact]
    public void An_excuse_for_a_package_needs_a_scan_that_names_the_package()
    {
        const string Found = """{"matches":[{"vulnerability":{"id":"CVE-1","severity":"High"}}]}""";
        Assert.NotNull(new VulnerabilityPolicy { Excuses = [Vex("not_affected", "2026-01-01T00:00:00Z", "pkg:npm/qs")] }.Judge(Scan(Found), Now));
    }

    [Fact]
    public void Conditions_on_a_type_of_ones_own()
    {
        BundleVerificationResult signed = Signed("https://acme.example/review/v1", """{"approvals":2,"by":["ann","ben"]}""");
        AttestationPolicy Policy(params PredicateCondition[] conditions) => new PredicatePolicy("https://acme.example/review/v1", conditions);

        Assert.Null(Policy(new PredicateCondition("approvals") { AtLeast = 2 }, new PredicateCondition("by[1]") { OneOf = ["ben"] }).Judge(signed, Now));
        Assert.Equal(ReasonCodes.FieldConditionFailed, Policy(new PredicateCondition("approvals") { AtMost = 1 }).Judge(signed, Now)!.Reason);
        Assert.Equal(ReasonCodes.FieldConditionFailed, Policy(new PredicateCondition("by[2]")).Judge(signed, Now)!.Reason);
        Assert.Equal(ReasonCodes.PredicateTypeMismatch, new PredicatePolicy("https://other.example", []).Judge(signed, Now)!.Reason);
    }

    private OpenVexDocument Vex(string status, string time, string component) => OpenVexDocument.From(Signed("https://openvex.dev/ns/v0.2.0", new JsonObject
    {
        ["timestamp"] = time,
        ["statements"] = new JsonArray(new JsonObject
        {
            ["vulnerability"] = new JsonObject { ["name"] = "GHSA-1", ["aliases"] = new JsonArray("CVE-1") },
            ["products"] = new JsonArray(new JsonObject
            {
                ["@id"] = "pkg:oci/shop",
                ["subcomponents"] = component.Length == 0 ? [] : new JsonArray(new JsonObject { ["@id"] = component }),
            }),
            ["status"] = status,
        }),
    }.ToJsonString()))!;

    private BundleVerificationResult Scan(string result, string finished = "2026-06-01T00:00:00Z") => Signed(
        "https://cosign.sigstore.dev/attestation/vuln/v1",
        new JsonObject
        {
            ["scanner"] = new JsonObject { ["result"] = JsonNode.Parse(result) },
            ["metadata"] = new JsonObject { ["scanFinishedOn"] = finished },
        }.ToJsonString());

    private BundleVerificationResult Signed(string predicateType, string predicate, params (int Claim, string Value)[] claims)
    {
        BundleVerificationResult result = _sigstore.Verify(_sigstore.StatementBundle(Statements.AboutArtifact(predicateType, predicate), claims));
        Assert.Null(result.Refusal);
        return result;
    }
}
