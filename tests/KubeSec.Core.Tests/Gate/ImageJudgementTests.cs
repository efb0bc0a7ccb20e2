using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Images;

namespace KubeSec.Core.Tests.Gate;

public sealed class ImageJudgementTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kubesec-images-");

    [Fact]
    public async Task A_base_image_from_elsewhere_closes_the_gate_at_its_FROM()
    {
        GateResult result = await Judge("FROM ghcr.io/acme/base:1 AS build\nFROM docker.io/stranger/base:1\nCOPY --from=build /a /a\n");
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal((Verdict.Fail, "Dockerfile", 2, 6), (result.Verdict, finding.Span.File, finding.Span.Line, finding.Span.Column));
    }

    [Fact]
    public async Task A_base_image_that_only_the_build_knows_is_undecided() =>
        Assert.Equal(Verdict.Undecided, (await Judge("ARG BASE\nFROM $BASE\n")).Verdict);

    [Fact]
    public async Task An_engine_is_not_asked_when_no_socket_may_be_opened()
    {
        GateOptions options = Options() with { EngineImages = ["app:1"], Offline = true };
        GateReason reason = Assert.Single((await new SecurityGate(options).JudgeAsync()).Reasons);
        Assert.Equal(GateReasonKind.Unreachable, reason.Kind);
    }

    [Fact]
    public async Task An_image_volume_is_held_against_the_policy()
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "pod.yaml"),
            "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: n}\nspec:\n  volumes:\n  - name: m\n    image: {reference: docker.io/stranger/model:1}\n  containers: []\n");
        GateResult result = await new SecurityGate(Options() with { Paths = ["pod.yaml"] }).JudgeAsync();
        Finding finding = Assert.Single(result.Findings, f => f.Rule.Name == "image-registry-not-allowed");
        Assert.Equal("spec.volumes[0].image.reference", finding.Path);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<GateResult> Judge(string dockerfile)
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Dockerfile"), dockerfile);
        return await new SecurityGate(Options() with { Dockerfiles = ["Dockerfile"] }).JudgeAsync();
    }

    private GateOptions Options() => new()
    {
        WorkingDirectory = folder.FullName,
        Checks = GateChecks.Manifests | GateChecks.Images,
        Policy = new GatePolicy { Images = new RegistryPolicy { Allow = [ImageGlob.Parse("ghcr.io/acme/**")] } },
    };
}
