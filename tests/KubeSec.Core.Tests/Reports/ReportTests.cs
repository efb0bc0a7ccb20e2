using System.Text.Json;
using System.Xml.Linq;
using KubeSec.Core.Tests.Gate;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Images;
using KubeSec.Reports;
using KubeSec.Signatures;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Reports;

public sealed class ReportTests
{
    public static TheoryData<ReportFormat> Formats() => [.. Enum.GetValues<ReportFormat>()];

    /// <summary>The approved reports stand in the folder Expected; KUBESEC_APPROVE=1 writes them anew, to be read in the difference.</summary>
    [SkippableTheory]
    [MemberData(nameof(Formats))]
    public void A_report_is_the_approved_one(ReportFormat format)
    {
        string? root = SharedFiles.RepositoryRoot();
        Skip.If(root is null, "the tests run away from their sources");
        string approved = Path.Combine(root, "tests", "KubeSec.Core.Tests", "Reports", "Expected", $"{format}.txt");
        string report = Write(format, Sample.Result());
        if (Environment.GetEnvironmentVariable("KUBESEC_APPROVE") == "1")
        {
            File.WriteAllText(approved, report);
        }

        Assert.Equal(File.ReadAllText(approved), report);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void No_report_carries_a_control_character_that_drives_a_terminal(ReportFormat format)
    {
        Assert.DoesNotContain('\u001b', Write(format, Sample.Result()));
    }

    [Fact]
    public async Task The_JSON_report_keeps_its_contract()
    {
        var schema = await PolicySchemaTests.Schema("docs", "report.schema.json");
        Refusal refusal = new(ReasonCodes.SignatureInvalid, "it does not hold");
        SignatureTrace signature = new() { Format = SignatureFormat.Bundle, Place = "tag", Digest = Digest.Sha256Of([]), Held = [VerificationCheck.Form], Refusal = refusal };
        PolicyTrace policy = new() { Images = ["**"], Mode = SignaturePolicyMode.Enforce, Outcome = ImageOutcome.Fail, Reason = refusal, Signatures = [signature] };
        ImageVerdict platform = new() { Image = "shop", Outcome = ImageOutcome.Pass };
        ImageVerdict verdict = new() { Image = "shop", Outcome = ImageOutcome.Fail, Reason = refusal, Policies = [policy], Platforms = [platform] };
        Assert.Empty(schema.Validate(Write(ReportFormat.Json, Sample.Result() with { Images = [verdict] })));
    }

    [Fact]
    public void The_SARIF_fingerprint_survives_a_line_shift_and_differs_between_findings()
    {
        GateResult result = Sample.Result();
        GateResult shifted = result with { Findings = [.. result.Findings.Select(f => f with { Span = f.Span with { Line = f.Span.Line + 3, EndLine = f.Span.EndLine + 3 } })] };
        string[] before = Fingerprints(result);
        Assert.Equal(before, Fingerprints(shifted));
        Assert.Distinct(before);
        GateResult twice = result with { Findings = [result.Findings[0], result.Findings[0]] };
        Assert.Distinct(Fingerprints(twice));
    }

    [Fact]
    public void The_SARIF_regions_are_the_findings_places()
    {
        JsonElement region = SarifResults(Sample.Result())[0].GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region");
        Assert.Equal((8, 35, 8, 39), (region.GetProperty("startLine").GetInt32(), region.GetProperty("startColumn").GetInt32(), region.GetProperty("endLine").GetInt32(), region.GetProperty("endColumn").GetInt32()));
    }

    [Fact]
    public void JUnit_counts_failures_and_skipped_cases_and_stays_well_formed()
    {
        XElement root = XDocument.Parse(Write(ReportFormat.JUnit, Sample.Result())).Root!;
        XElement file = root.Elements("testsuite").Single(suite => suite.Attribute("name")!.Value == "deploy/api.yaml");
        Assert.Equal(("1", "1"), (file.Attribute("failures")!.Value, file.Attribute("skipped")!.Value));
        Assert.Single(root.Descendants("error"));
    }

    [Theory]
    [InlineData(ReportFormat.GitHub, "::error::")]
    [InlineData(ReportFormat.Azure, "\n##vso[task.complete")]
    public void A_hostile_name_gives_no_command_to_the_build_server(ReportFormat format, string command)
    {
        GateResult result = Sample.Result();
        string name = "x\r\n::error::y\n##vso[task.complete result=Succeeded]z";
        string report = Write(format, result with { Findings = [result.Findings[0] with { Message = name, Span = result.Findings[0].Span with { File = name } }] });
        Assert.DoesNotContain("\n" + command.TrimStart('\n'), report, StringComparison.Ordinal);
    }

    [Fact]
    public void The_console_shows_the_line_with_a_caret_under_the_place()
    {
        string folder = Directory.CreateTempSubdirectory("kubesec-test").FullName;
        File.WriteAllText(Path.Combine(folder, "api.yaml"), "a: 1\n\n\n\nhostNetwork: true\n\n\n      securityContext: {privileged:   true}\n");
        string report = Write(ReportFormat.Console, Sample.Result("api.yaml"), new ReportOptions { WorkingDirectory = folder });
        Assert.Contains("8 |       securityContext: {privileged:   true}\n", report, StringComparison.Ordinal);
        Assert.Contains("  |                                   ^^^^\n", report, StringComparison.Ordinal);
    }

    [Fact]
    public void An_excerpt_does_not_repeat_what_a_rule_about_secrets_points_at()
    {
        string folder = Directory.CreateTempSubdirectory("kubesec-test").FullName;
        File.WriteAllText(Path.Combine(folder, "s.yaml"), "stringData:\n  password: hunter2\n");
        GateResult sample = Sample.Result();
        foreach (SourceSpan span in (SourceSpan[])[new("s.yaml", 2, 13, 2, 20), new("s.yaml", 2, 3, 2, 11)])
        {
            Finding finding = sample.Findings[0] with { Rule = sample.Findings[0].Rule with { Category = RuleCategory.Secrets }, Span = span };
            foreach (ReportFormat format in Enum.GetValues<ReportFormat>())
            {
                Assert.DoesNotContain("hunter2", Write(format, sample with { Findings = [finding] }, new ReportOptions { WorkingDirectory = folder }), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_report_that_fails_half_way_leaves_the_old_file_and_no_other()
    {
        string folder = Directory.CreateTempSubdirectory("kubesec-test").FullName;
        string file = Path.Combine(folder, "report.json");
        File.WriteAllText(file, "old");
        Assert.ThrowsAny<Exception>(() => ReportWriter.WriteFile((ReportFormat)99, Sample.Result(), file));
        Assert.Equal(("old", 1), (File.ReadAllText(file), Directory.GetFiles(folder).Length));
    }

    private static string[] Fingerprints(GateResult result) =>
        [.. SarifResults(result).Select(finding => finding.GetProperty("partialFingerprints").GetProperty("kubesec/v1").GetString()!)];

    private static JsonElement[] SarifResults(GateResult result) =>
        [.. JsonDocument.Parse(Write(ReportFormat.Sarif, result)).RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()];

    private static string Write(ReportFormat format, GateResult result, ReportOptions? options = null)
    {
        var output = new StringWriter();
        ReportWriter.Write(format, result, output, options);
        return output.ToString();
    }
}
