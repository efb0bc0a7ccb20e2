using KubeSec.Tests;

namespace KubeSec.MSBuild.Tests;

/// <summary>What the SDK builds a container on, and what it makes of it: a real registry, a real cosign, a real <c>dotnet publish</c>.</summary>
public sealed class ContainerTests(ConsumerProject project) : IClassFixture<ConsumerProject>
{
    private const string Console = "<OutputType>Exe</OutputType><ContainerRepository>acme/shop</ContainerRepository><ContainerImageTags>1.4.0;latest</ContainerImageTags><NoWarn>$(NoWarn);KS0901</NoWarn>";

    [SkippableFact]
    public async Task A_signed_base_image_is_pinned_before_it_is_used_and_the_image_made_is_checked()
    {
        using LoopbackRegistry registry = new();
        string digest = await registry.PushBaseAsync("base/runtime:10");
        Create(registry, await registry.SignAsync($"base/runtime@{digest}"));
        ProcessRun run = Publish(registry).Succeeded();
        Assert.Contains($"KubeSec: base image {registry.Domain}/base/runtime:10@{digest} verified", run.Output, StringComparison.Ordinal);
        Assert.Contains($"\"org.opencontainers.image.base.digest\":\"{digest}\"", await registry.GetConfigurationAsync("acme/shop", "1.4.0"), StringComparison.Ordinal);
        Assert.DoesNotContain("KS2103", run.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_unsigned_base_image_stops_the_build_before_anything_is_made()
    {
        using LoopbackRegistry registry = new();
        string digest = await registry.PushBaseAsync("base/runtime:9");
        string key = await registry.SignAsync($"base/runtime@{digest}");
        await registry.PushBaseAsync("base/runtime:10", user: "1000");
        Create(registry, key);
        ProcessRun run = Publish(registry);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("app.csproj : KubeSec error KS2101", run.Text, StringComparison.Ordinal);
        Assert.Empty(await registry.GetManifestAsync("acme/shop", "1.4.0"));
    }

    [SkippableFact]
    public async Task An_image_made_to_run_as_root_or_with_a_secret_fails_the_build()
    {
        using LoopbackRegistry registry = new();
        await registry.PushBaseAsync("base/runtime:10", user: "");
        Create(registry, key: null, items: "<ContainerEnvironmentVariable Include=\"API_TOKEN\" Value=\"ghp_0123456789abcdefghijABCDEFGHIJ456789\" />");
        ProcessRun run = Publish(registry, "-p:KubeSecFailOn=medium");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("KubeSec error KS2103: image " + registry.Domain + "/acme/shop:1.4.0 runs as root", run.Text, StringComparison.Ordinal);
        Assert.Contains("KubeSec error KS2104", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("KubeSec error KS2104: image " + registry.Domain + "/acme/shop:1.4.0: the environment variable 'API_TOKEN' holds an access token ghp", run.Text, StringComparison.Ordinal);
        Publish(registry, "-p:KubeSecVerifyContainers=false").Succeeded();
    }

    [SkippableFact]
    public async Task An_image_that_leaves_the_allowed_registries_fails_the_build()
    {
        using LoopbackRegistry registry = new();
        await registry.PushBaseAsync("base/runtime:10");
        Create(registry, key: null);
        project.Write("kubesec.yaml", $"images: {{allow: ['{registry.Domain}/base/**', 'ghcr.io/acme/**']}}\n");
        ProcessRun run = Publish(registry);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains($"KubeSec error KS2003: {registry.Domain}/acme/shop is not among the allowed repositories", run.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task One_property_demands_the_signatures_of_a_publisher()
    {
        using LoopbackRegistry registry = new();
        await registry.PushBaseAsync("base/runtime:10");
        Create(registry, key: null);
        ProcessRun run = Publish(registry, "-p:ContainerBaseImage=registry.k8s.io/pause:3.10", "-p:KubeSecImagePreset=kubernetes", "-p:KubeSecOffline=true");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("KS0000: could not be decided: registry.k8s.io/pause:3.10", run.Text, StringComparison.Ordinal);
        ProcessRun misspelt = Publish(registry, "-p:KubeSecImagePreset=kubernets");
        Assert.Contains("KS0000: there is no preset 'kubernets'", misspelt.Text, StringComparison.Ordinal);
    }

    private void Create(LoopbackRegistry registry, string? key, string items = "")
    {
        project.Create(Console + $"<ContainerRegistry>{registry.Domain}</ContainerRegistry><ContainerBaseImage>{registry.Domain}/base/runtime:10</ContainerBaseImage>", items: items);
        project.Write("Class1.cs", "System.Console.WriteLine(1);");
        project.Delete("deploy");
        if (key is not null)
        {
            project.Write("kubesec.yaml", $"signatures:\n  - images: ['{registry.Domain}/base/**']\n    signers:\n      - {{key: {key}, acceptUnloggedUnsafe: true}}\n");
        }
    }

    private ProcessRun Publish(LoopbackRegistry registry, params string[] properties) => ProcessRun.Start(
        "dotnet",
        ["publish", "-t:PublishContainer", "-v", "minimal", "-nologo", "-tl:off", .. properties],
        project.Folder,
        new Dictionary<string, string> { ["DOTNET_CONTAINER_INSECURE_REGISTRIES"] = registry.Domain });
}
