using KubeSec.Images;
using KubeSec.Images.Registries;

namespace KubeSec.Core.Tests.Images.Registries;

/// <summary>The client against Debian's docker-registry, in each way of asking for credentials.</summary>
public sealed class RealRegistryTests : IDisposable
{
    private readonly TestLayout layout = new();

    public void Dispose() => layout.Dispose();

    [SkippableFact]
    public async Task A_plain_registry_on_loopback_needs_no_setting()
    {
        OciDescriptor image = layout.PutImage("v1");
        await using RealRegistry registry = await RealRegistry.StartPlainAsync();
        await registry.PushAsync(layout, "v1", "demo/app:v1");
        using RegistryClient client = new(new RegistryOptions { DockerConfig = "" }, TimeProvider.System);
        Assert.Equal(image.Digest, (await GetAsync(client, registry)).Value?.Descriptor.Digest);
        Assert.True((await client.GetReferrersAsync(Image(registry), image.Digest, default)).Failure?.IsAbsence);
    }

    [SkippableFact]
    public async Task Passwords_over_TLS_need_the_private_authority_and_the_password()
    {
        OciDescriptor image = layout.PutImage("v1");
        await using RealRegistry registry = await RealRegistry.StartWithPasswordsAsync();
        await registry.PushAsync(layout, "v1", "demo/app:v1");
        RegistryOptions full = new()
        {
            DockerConfig = "",
            CertificateAuthorities = [registry.CertificatePem],
            Credentials = Known(registry, RealRegistry.Robot),
            Retries = 0,
        };
        using RegistryClient client = new(full, TimeProvider.System);
        Lookup<OciManifest> found = await GetAsync(client, registry);
        Assert.True(found.Found, found.Failure?.Message);
        Assert.Equal(image.Digest, found.Value.Descriptor.Digest);
        using RegistryClient untrusting = new(full with { CertificateAuthorities = [] }, TimeProvider.System);
        LookupFailure? untrusted = (await GetAsync(untrusting, registry)).Failure;
        Assert.Equal(LookupFailureKind.Unreachable, untrusted?.Kind);
        Assert.Contains("certificateAuthorities", untrusted!.Message, StringComparison.Ordinal);
        using RegistryClient anonymous = new(full with { Credentials = new Dictionary<string, RegistryCredential>() }, TimeProvider.System);
        Assert.Equal(LookupFailureKind.Unauthorized, (await GetAsync(anonymous, registry)).Failure?.Kind);
        using RegistryClient wrong = new(full with { Credentials = Known(registry, new("robot", "wrong")) }, TimeProvider.System);
        Assert.Equal(LookupFailureKind.Unauthorized, (await GetAsync(wrong, registry)).Failure?.Kind);
    }

    [SkippableFact]
    public async Task A_token_service_is_asked_where_the_registry_says()
    {
        OciDescriptor image = layout.PutImage("v1");
        await using RealRegistry registry = await RealRegistry.StartWithTokensAsync();
        await registry.PushAsync(layout, "v1", "demo/app:v1");
        RegistryOptions options = new() { DockerConfig = "", Credentials = Known(registry, RealRegistry.Robot), Retries = 0 };
        using RegistryClient client = new(options, TimeProvider.System);
        Lookup<OciManifest> found = await GetAsync(client, registry);
        Assert.True(found.Found, found.Failure?.Message);
        Assert.Equal(image.Digest, found.Value.Descriptor.Digest);
        using RegistryClient anonymous = new(options with { Credentials = new Dictionary<string, RegistryCredential>() }, TimeProvider.System);
        Assert.Equal(LookupFailureKind.Unauthorized, (await GetAsync(anonymous, registry)).Failure?.Kind);
    }

    private static Dictionary<string, RegistryCredential> Known(RealRegistry registry, RegistryCredential credential) => new() { [registry.Domain] = credential };

    private static ImageReference Image(RealRegistry registry) => ImageReference.Parse($"{registry.Domain}/demo/app:v1");

    private static Task<Lookup<OciManifest>> GetAsync(RegistryClient client, RealRegistry registry) => client.GetManifestAsync(Image(registry), default);
}
