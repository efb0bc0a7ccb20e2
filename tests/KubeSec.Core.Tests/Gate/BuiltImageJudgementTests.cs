using System.Text.Json;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Images;

namespace KubeSec.Core.Tests.Gate;

public sealed class BuiltImageJudgementTests
{
    private const string Token = "ghp_0123456789abcdefghijABCDEFGHIJ456789";

    [Theory]
    [InlineData("", true)]
    [InlineData("0", true)]
    [InlineData("0:0", true)]
    [InlineData("root", true)]
    [InlineData("root:app", true)]
    [InlineData("1654", false)]
    [InlineData("app", false)]
    [InlineData("1000:0", false)]
    public async Task An_image_without_a_user_of_its_own_runs_as_root(string user, bool root) =>
        Assert.Equal(root ? ["KS2103"] : [], Codes(await Judge($$$"""{"os":"linux","config":{"User":"{{{user}}}"}}""")));

    [Fact]
    public async Task An_image_of_windows_has_no_root() => Assert.Empty(Codes(await Judge("""{"os":"windows","config":{}}""")));

    [Theory]
    [InlineData($$$"""{"config":{"User":"app","Env":["PATH=/bin","API_TOKEN={{{Token}}}"]}}""", "the environment variable 'API_TOKEN' holds an access token")]
    [InlineData($$$"""{"config":{"User":"app","Labels":{"note":"{{{Token}}}" } } }""", "the label 'note' holds an access token")]
    [InlineData($$$"""{"config":{"User":"app","Entrypoint":["/app"],"Cmd":["--token={{{Token}}}"]}}""", "its command holds an access token")]
    [InlineData("""{"config":{"User":"app"},"history":[{"created_by":"COPY . ."},{"created_by":"RUN |1 DB_PASSWORD=hunter2-hunter /bin/sh -c make"}]}""", "step 2 of its history holds what its name calls a credential")]
    public async Task A_credential_in_the_configuration_is_told_by_its_place_and_never_repeated(string configuration, string message)
    {
        GateResult result = await Judge(configuration);
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal(("KS2104", Verdict.Fail), (finding.Rule.Code, result.Verdict));
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, JsonSerializer.Serialize(finding.Message), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"config":{"User":"app","Env":["DB_PASSWORD=$(cat /run/secrets/db)","TOKEN_FILE=/run/token","ASPNETCORE_HTTP_PORTS=8080"]}}""")]
    [InlineData("""{"config":{"User":"app"},"history":[{"created_by":"RUN /bin/sh -c PASSWORD=$SECRET make # buildkit"},{"created_by":null},{}]}""")]
    [InlineData("""{"config":{"User":"app","Env":null,"Labels":null},"history":null}""")]
    public async Task What_stands_for_a_credential_is_none(string configuration) => Assert.Empty(Codes(await Judge(configuration)));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"config":{"Env":"PATH=/bin"}}""")]
    [InlineData("""{"config":{"Env":[1]}}""")]
    public async Task A_configuration_that_is_none_is_undecided(string configuration) =>
        Assert.Equal(Verdict.Undecided, (await Judge(configuration)).Verdict);

    [Fact]
    public async Task Its_name_and_digest_are_held_against_the_registry_policy()
    {
        RegistryPolicy policy = new() { Allow = [ImageGlob.Parse("ghcr.io/acme/**")], RequireDigest = true };
        BuiltImage image = new(["ghcr.io/acme/shop:1"], """{"config":{"User":"app"}}""") { Digest = Digest.Sha256Of("manifest"u8) };
        Assert.Equal(Verdict.Pass, (await Judge(image, policy)).Verdict);
        BuiltImage astray = image with { References = ["ghcr.io/acme/shop:1", "docker.io/stranger/shop:1"] };
        Assert.Equal("docker.io/stranger/shop:1", Assert.Single((await Judge(astray, policy)).Findings).Image);
        Assert.Equal(Verdict.Pass, (await Judge(astray with { StaysLocal = true }, policy)).Verdict);
        Assert.Equal(GateReasonKind.Usage, Assert.Single((await Judge(image with { References = ["No Image"] }, policy)).Reasons).Kind);
    }

    [Fact]
    public async Task Its_findings_can_be_waived_by_name()
    {
        GatePolicy policy = new() { Waivers = [new Waiver { Rule = "built-image-runs-as-root", Reason = "a tool", Owner = "ops", Expires = new DateOnly(2999, 1, 1) }] };
        GateResult result = await new SecurityGate(new GateOptions { Policy = policy, Checks = GateChecks.Images, BuiltImages = [new(["a/b:1"], "{}")] }).JudgeAsync();
        Assert.NotNull(Assert.Single(result.Findings).Suppression);
    }

    private static IEnumerable<string> Codes(GateResult result) => result.Findings.Select(finding => finding.Rule.Code);

    private static Task<GateResult> Judge(string configuration) => Judge(new BuiltImage(["ghcr.io/acme/shop:1"], configuration), null);

    private static Task<GateResult> Judge(BuiltImage image, RegistryPolicy? policy) => new SecurityGate(new GateOptions
    {
        BuiltImages = [image],
        Checks = GateChecks.Images,
        Policy = new GatePolicy { Images = policy },
    }).JudgeAsync();
}
