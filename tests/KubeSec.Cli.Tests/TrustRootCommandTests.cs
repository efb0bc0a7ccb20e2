using System.Globalization;
using KubeSec.Core.Tests.Images.Registries;
using KubeSec.Core.Tests.Signatures;

namespace KubeSec.Cli.Tests;

/// <summary><c>kubesec trust-root</c> as a process, with a TUF repository of our own on loopback.</summary>
public sealed class TrustRootCommandTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-trust-root").FullName;
    private readonly MintedInstance sigstore = new();
    private MintedRepository repository = null!;
    private TestRegistry server = null!;

    public async Task InitializeAsync()
    {
        repository = new MintedRepository(MintedInstance.Bytes(sigstore.TrustRootJson())) { RootExpires = InDays(30) };
        repository.Publish(version: 1, InDays(1));
        File.WriteAllBytes(Path.Combine(folder, "initial.json"), repository.InitialRoot);
        server = await repository.ServeAsync();
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        repository.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Refreshed_root_verifies_what_its_instance_signed()
    {
        Assert.Equal((2, true), Said(await KubesecProcess.RunAsync(folder, "trust-root", "refresh", "--folder", "tuf", "--repository", $"http://{server.Domain}"), "--root the first time"));
        Assert.Equal((0, true), Said(await RefreshAsync(), "trusted_root.json"));
        File.WriteAllBytes(Path.Combine(folder, "bundle.json"), MintedInstance.Bytes(sigstore.Bundle()));
        File.WriteAllBytes(Path.Combine(folder, "artifact"), MintedInstance.Artifact);
        string[] verify = ["verify-bundle", "--bundle", "bundle.json", "--certificate-identity", MintedAuthority.Identity, "--certificate-oidc-issuer", MintedAuthority.Issuer];
        Assert.Equal((0, true), Said(await KubesecProcess.RunAsync(folder, [.. verify, "--trusted-root", "tuf/trusted_root.json", "artifact"]), "verified"));
        Assert.Equal(1, (await KubesecProcess.RunAsync(folder, [.. verify, "artifact"])).ExitCode);
        Assert.Equal((0, true), Said(await KubesecProcess.RunAsync(folder, "trust-root", "show", "tuf/trusted_root.json"), "rekor.minted.example"));
        Assert.Equal((0, true), Said(await KubesecProcess.RunAsync(folder, "trust-root", "show"), "public-good instance, of 2026-11-23"));
    }

    [Fact]
    public async Task Older_frozen_and_forged_repositories_are_refused_and_silent_ones_undecided()
    {
        repository.Publish(version: 3, InDays(1));
        Assert.Equal(0, (await RefreshAsync()).ExitCode);
        repository.Publish(version: 2, InDays(1));
        Assert.Equal((1, true), Said(await RefreshAsync(), "tuf-rollback"));
        repository.Publish(version: 4, InDays(-1));
        Assert.Equal((1, true), Said(await RefreshAsync(), "tuf-expired"));
        repository.RotateRoot(signedByOld: false);
        Assert.Equal((1, true), Said(await RefreshAsync(), "tuf-threshold-not-met"));
        repository.Files.Clear();
        Assert.Equal((3, true), Said(await RefreshAsync(), "tuf-unreachable"));
    }

    private static string InDays(int days) => TimeProvider.System.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static (int ExitCode, bool Said) Said((int ExitCode, string Output) run, string text) => (run.ExitCode, run.Output.Contains(text, StringComparison.Ordinal));

    private Task<(int ExitCode, string Output)> RefreshAsync() =>
        KubesecProcess.RunAsync(folder, "trust-root", "refresh", "--folder", "tuf", "--root", "initial.json", "--repository", $"http://{server.Domain}");
}
