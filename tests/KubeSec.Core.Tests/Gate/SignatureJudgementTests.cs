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
        SecurityGate gate = new(new GateOptions
        {
            Paths = ["-"],
            StandardInput = new StringReader(manifest),
            Checks = GateChecks.Signatures,
            Offline = offline,
            Policy = new GatePolicy
            {
                Signatures = [new() { Images = [ImageGlob.Parse("**")], Signers = [signer.Trusted] }],
                Registries = new() { DockerConfig = "", Retries = 0, PlainHttp = [registry.Domain] },
            },
        });
        return await gate.JudgeAsync();
    }
}
