using System.Diagnostics;
using KubeSec.Core.Tests.Images.Registries;
using KubeSec.Core.Tests.Signatures.Discovery;
using KubeSec.Images;
using KubeSec.Images.Engine;
using KubeSec.Images.Registries;
using KubeSec.Signatures;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Images;

/// <summary>Images in a real Docker engine, pulled from a real registry.</summary>
public sealed class DockerEngineTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-docker").FullName;
    private readonly TestLayout layout = new();

    private string Socket => $"unix://{folder}/docker.sock";

    public void Dispose()
    {
        layout.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [SkippableFact]
    public async Task An_engines_image_is_known_by_its_registry_digest()
    {
        string docker = RealParts.Program("docker");
        OciDescriptor image = layout.PutImage("v1", "engine");
        await using RealRegistry registry = await RealRegistry.StartPlainAsync();
        await registry.PushAsync(layout, "v1", "demo/app:v1");
        string name = $"{registry.Domain}/demo/app:v1";
        using Process engine = Start(RealParts.Program("dockerd"));
        try
        {
            using DockerEngine client = new(new Uri(Socket));
            await WaitAsync(client, engine);
            await RealProcess.RunAsync(docker, "-H", Socket, "pull", "-q", name);
            Lookup<EngineImage> found = await client.InspectAsync(name);
            Assert.True(found.Found, found.Failure?.Message);
            Assert.Equal(image.Digest, Assert.Single(found.Value.RegistryDigests).Digest);
            Assert.Equal(("linux", "amd64", "engine"), (found.Value.OperatingSystem, found.Value.Architecture, found.Value.Labels["label"]));
            Assert.Equal(found.Value.Id, (await client.InspectAsync(found.Value.Id.ToString())).Value?.Id);
            Assert.Equal(LookupFailureKind.NotFound, (await client.InspectAsync("missing:1")).Failure?.Kind);
            await JudgedByDigestAsync(name, image.Digest);
        }
        finally
        {
            // Asked to end, it ends its own containerd and takes its mounts away; killed, it would leave both.
            await RealProcess.RunAsync("kill", "-TERM", engine.Id.ToString());
            await engine.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task An_engine_that_is_not_there_is_unreachable()
    {
        using DockerEngine client = new(new Uri(Socket));
        Assert.Equal(LookupFailureKind.Unreachable, (await client.InspectAsync("nginx")).Failure?.Kind);
    }

    private async Task JudgedByDigestAsync(string name, Digest digest)
    {
        using ImageVerifier verifier = new(new ImageVerifierOptions
        {
            Policies = [new() { Images = [ImageGlob.Parse("**")], Signers = [new TestSigner().Trusted] }],
            Registries = new() { DockerConfig = "" },
            DockerEngine = new Uri(Socket),
        });
        ImageVerdict verdict = await verifier.VerifyAsync("docker-daemon:" + name);
        Assert.Equal((ImageReasonCodes.ImageUnsigned, digest), (verdict.Reason?.Reason, verdict.Digest));
    }

    private Process Start(string dockerd) => Process.Start(new ProcessStartInfo(dockerd,
    [
        "--iptables=false", "--ip6tables=false", "--bridge=none", "--storage-driver=vfs", "-H", Socket,
        "--data-root", $"{folder}/data", "--exec-root", $"{folder}/exec", "--pidfile", $"{folder}/docker.pid", "--log-level=fatal",
    ]))!;

    private static async Task WaitAsync(DockerEngine client, Process engine)
    {
        for (int attempt = 0; attempt < 300 && !engine.HasExited; attempt++)
        {
            if ((await client.InspectAsync("probe")).Failure?.Kind == LookupFailureKind.NotFound)
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail("dockerd did not start");
    }
}
