using KubeSec.Core.Tests.Images.Registries;
using KubeSec.Core.Tests.Signatures.Discovery;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Images;
using KubeSec.Images.Registries;

namespace KubeSec.Core.Tests.Gate;

/// <summary>The gate's word on who vouches for the images that manifests name, at the line that names them.</summary>
public sealed class SignatureJudgementTests : IAsyncLifetime
{
    private readonly TestSigner signer = new();
    private TestRegistry registry = null!;

    public async Task InitializeAsync() => registry = await TestRegistry.StartAsync();

    public async Task DisposeAsync() => await registry.DisposeAsync();

    [Fact]
    public async Task An_unsigned_image_closes_the_gate_at_its_line_and_a_signed_one_does_not()
    {
        OciDescriptor signed = registry.PutImage("acme/shop", "v1", "signed");
        registry.PutImage("acme/shop", "v2", "unsigned");
        signer.AttachBundle(registry, "acme/shop", signed);
        GateResult result = await JudgeAsync($"{registry.Domain}/acme/shop:v1", $"{registry.Domain}/acme/shop:v2");
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal(("KS2101", 9), (finding.Rule.Code, finding.Span.Line));
        Assert.Contains("image-unsigned", finding.Message, StringComparison.Ordinal);
        Assert.Equal(("second", Verdict.Fail), (finding.Container, result.Verdict));
        Assert.Equal(Verdict.Pass, (await JudgeAsync($"{registry.Domain}/acme/shop:v1", $"{registry.Domain}/acme/shop:v1")).Verdict);
    }

    [Fact]
    public async Task A_registry_that_does_not_answer_leaves_the_gate_undecided()
    {
        registry.Misbehave = RegistryClientTests.Answer(500, "", "text/plain");
        GateResult result = await JudgeAsync($"{registry.Domain}/acme/shop:v1", $"{registry.Domain}/acme/shop:v1");
        Assert.Equal(Verdict.Undecided, result.Verdict);
        Assert.Equal(GateReasonKind.Unreachable, Assert.Single(result.Reasons).Kind);
        Assert.Equal(Verdict.Undecided, (await JudgeAsync("nginx", "nginx", offline: true)).Verdict);
    }

    [Fact]
    public async Task Image_volumes_base_images_and_named_images_are_verified_where_they_are_named()
    {
        OciDescriptor signed = registry.PutImage("acme/shop", "v1", "signed");
        signer.AttachBundle(registry, "acme/shop", signed);
        registry.PutImage("acme/shop", "v2", "unsigned");
        string unsigned = $"{registry.Domain}/acme/shop:v2";
        string dockerfile = Path.GetTempFileName();
        await File.WriteAllTextAsync(dockerfile, $"FROM {registry.Domain}/acme/shop:v1 AS build\nFROM {unsigned}\n");
        GateResult result = await JudgeAsync(Options(
            $$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: shop}
            spec:
              volumes:
                - name: model
                  image: {reference: "{{unsigned}}"}
              containers: []
            """) with
        {
            Dockerfiles = [dockerfile],
            Images = [new(unsigned) { Place = SourceSpan.StartOf("shop.csproj") }],
        });
        File.Delete(dockerfile);
        Assert.All(result.Findings, finding => Assert.Equal("KS2101", finding.Rule.Code));
        Assert.Equal(
            [("-", 7), ("shop.csproj", 1), (dockerfile, 2)],
            result.Findings.Select(finding => (finding.Span.File, finding.Span.Line)).OrderBy(place => place.File.Length));
        Assert.Equal(signed.Digest, Assert.Single(result.Images, image => image.Image.EndsWith(":v1", StringComparison.Ordinal)).Digest);
        Assert.Equal(2, result.Images.Count);
    }

    [Fact]
    public async Task A_preset_counts_beside_the_policy_and_one_that_is_not_there_is_refused()
    {
        GateOptions options = Options("") with { Paths = [], Images = [new("registry.k8s.io/pause:3.10")], ImagePresets = ["kubernetes"], Offline = true };
        options = options with { Policy = new GatePolicy() };
        Assert.Equal(GateReasonKind.Unreachable, Assert.Single((await JudgeAsync(options)).Reasons).Kind);
        GateReason reason = Assert.Single((await JudgeAsync(options with { ImagePresets = ["kubernets"] })).Reasons);
        Assert.Equal(GateReasonKind.Usage, reason.Kind);
        Assert.Contains("'kubernetes'", reason.Message, StringComparison.Ordinal);
        Assert.Contains("repository", Assert.Single((await JudgeAsync(options with { ImagePresets = ["github-attestations"] })).Reasons).Message, StringComparison.Ordinal);
    }

    private async Task<GateResult> JudgeAsync(string first, string second, bool offline = false)
    {
        string manifest = $$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: shop}
            spec:
              containers:
                - name: first
                  image: {{first}}
                - name: second
                  image: {{second}}
            """;
        return await JudgeAsync(Options(manifest) with { Offline = offline });
    }

    private static Task<GateResult> JudgeAsync(GateOptions options) => new SecurityGate(options).JudgeAsync();

    private GateOptions Options(string manifest) => new()
    {
        Paths = ["-"],
        StandardInput = new StringReader(manifest),
        Checks = GateChecks.Signatures,
        Policy = new GatePolicy
        {
            Signatures = [new() { Images = [ImageGlob.Parse("**")], Signers = [signer.Trusted] }],
            Registries = new() { DockerConfig = "", Retries = 0, PlainHttp = [registry.Domain] },
        },
    };
}
