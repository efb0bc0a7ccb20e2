using System.Text;
using System.Text.Json.Nodes;
using KubeSec.Images;
using KubeSec.Images.Registries;
using Microsoft.AspNetCore.Http;

namespace KubeSec.Core.Tests.Images.Registries;

public sealed class RegistryClientTests : IAsyncLifetime
{
    private static readonly RegistryOptions Plain = new() { DockerConfig = "", Retries = 0, Timeout = TimeSpan.FromSeconds(5) };

    private TestRegistry registry = null!;

    public async Task InitializeAsync() => registry = await TestRegistry.StartAsync();

    public async Task DisposeAsync() => await registry.DisposeAsync();

    [Fact]
    public async Task A_tag_is_resolved_to_the_digest_of_the_bytes()
    {
        OciDescriptor image = registry.PutImage("acme/shop", "v1");
        using RegistryClient client = NewClient();
        Lookup<OciManifest> answer = await client.GetManifestAsync(Tagged("v1"), default);
        Assert.Equal(image, answer.Value?.Descriptor);
    }

    [Fact]
    public async Task Blobs_and_manifests_that_are_not_what_was_asked_for_are_refused()
    {
        OciDescriptor image = registry.PutImage("acme/shop", "v1");
        OciDescriptor blob = registry.PutBlob("signature"u8.ToArray(), "text/plain");
        using RegistryClient client = NewClient();
        registry.Misbehave = Answer(200, "SIGNATURE", MediaTypes.OciManifest);
        Assert.Equal(LookupFailureKind.Malformed, (await client.GetBlobAsync(Tagged("v1"), blob, default)).Failure?.Kind);
        Assert.Equal(LookupFailureKind.Malformed, (await client.GetManifestAsync(registry.Image("acme/shop", image.Digest), default)).Failure?.Kind);
        registry.Misbehave = Answer(200, "signature and more", "text/plain");
        Assert.Equal(LookupFailureKind.TooLarge, (await client.GetBlobAsync(Tagged("v1"), blob, default)).Failure?.Kind);
        registry.Misbehave = Answer(200, "sign", "text/plain");
        Assert.Equal(LookupFailureKind.Malformed, (await client.GetBlobAsync(Tagged("v1"), blob, default)).Failure?.Kind);
    }

    [Theory]
    [InlineData("""{"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}""", "application/vnd.oci.image.manifest.v1+json")]
    [InlineData("""{"layers":[],"manifests":[]}""", "application/vnd.oci.image.manifest.v1+json")]
    [InlineData("""{"layers":[],"layers":[]}""", "application/vnd.oci.image.manifest.v1+json")]
    [InlineData("""{"manifests":[]}""", "application/vnd.oci.image.manifest.v1+json")]
    [InlineData("""{"layers":[null]}""", "application/vnd.oci.image.manifest.v1+json")]
    [InlineData("""{"layers":[{"mediaType":"x","digest":"sha256:00","size":1}]}""", "application/vnd.oci.image.manifest.v1+json")]
    [InlineData("""{"layers":[{"mediaType":"x","size":1}]}""", "application/vnd.oci.image.manifest.v1+json")]
    [InlineData("""{"layers":[]}""", "text/html")]
    [InlineData("null", "application/vnd.oci.image.manifest.v1+json")]
    [InlineData("<html>", "application/vnd.oci.image.manifest.v1+json")]
    [InlineData("", "application/vnd.oci.image.manifest.v1+json")]
    public async Task A_document_that_is_not_one_clear_manifest_is_refused(string body, string mediaType)
    {
        registry.Misbehave = Answer(200, body, mediaType);
        using RegistryClient client = NewClient();
        Assert.Equal(LookupFailureKind.Malformed, (await client.GetManifestAsync(Tagged("v1"), default)).Failure?.Kind);
    }

    [Fact]
    public async Task Deep_nesting_and_large_bodies_are_refused()
    {
        using RegistryClient client = NewClient(Plain with { LargestManifest = 1 << 20 });
        registry.Misbehave = Answer(200, string.Concat(Enumerable.Repeat("{\"config\":", 100_000)), MediaTypes.OciManifest);
        Assert.Equal(LookupFailureKind.TooLarge, (await client.GetManifestAsync(Tagged("v1"), default)).Failure?.Kind);
        registry.Misbehave = async context =>
        {
            // No Content-Length: only counting helps.
            context.Response.ContentType = MediaTypes.OciManifest;
            byte[] chunk = new byte[64 << 10];
            for (int count = 0; count < 1000 && !context.RequestAborted.IsCancellationRequested; count++)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            }

            return true;
        };
        Assert.Equal(LookupFailureKind.TooLarge, (await client.GetManifestAsync(Tagged("v1"), default)).Failure?.Kind);
    }

    [Theory]
    [InlineData(404, LookupFailureKind.NotFound)]
    [InlineData(401, LookupFailureKind.Unauthorized)]
    [InlineData(403, LookupFailureKind.Unauthorized)]
    [InlineData(400, LookupFailureKind.Refused)]
    [InlineData(429, LookupFailureKind.Refused)]
    [InlineData(500, LookupFailureKind.Refused)]
    [InlineData(206, LookupFailureKind.Refused)]
    public async Task Each_status_has_its_own_meaning(int status, LookupFailureKind kind)
    {
        registry.Misbehave = Answer(status, "", "text/plain");
        using RegistryClient client = NewClient();
        Assert.Equal(kind, (await client.GetManifestAsync(Tagged("v1"), default)).Failure?.Kind);
    }

    [Fact]
    public async Task Referrers_are_read_page_by_page()
    {
        OciDescriptor image = registry.PutImage("acme/shop", "v1");
        AddReferrers(image, 7);
        registry.PageSize = 3;
        using RegistryClient client = NewClient();
        Assert.Equal(7, (await client.GetReferrersAsync(Tagged("v1"), image.Digest, default)).Value?.Length);
        Assert.Equal(3, registry.Requests.Count);
    }

    [Fact]
    public async Task A_list_of_referrers_that_is_not_whole_is_a_failure()
    {
        OciDescriptor image = registry.PutImage("acme/shop", "v1");
        AddReferrers(image, 7);
        registry.PageSize = 3;
        using RegistryClient client = NewClient(Plain with { MostReferrers = 5 });
        Assert.Equal(LookupFailureKind.TooLarge, (await client.GetReferrersAsync(Tagged("v1"), image.Digest, default)).Failure?.Kind);
        registry.Misbehave = async context =>
            context.Request.QueryString.HasValue && await Answer(404, "", "text/plain")(context);
        using RegistryClient other = NewClient();
        Lookup<OciDescriptor[]> missing = await other.GetReferrersAsync(Tagged("v1"), image.Digest, default);
        Assert.Equal(LookupFailureKind.Refused, missing.Failure?.Kind);
    }

    [Fact]
    public async Task A_link_that_leads_in_circles_ends()
    {
        OciDescriptor image = registry.PutImage("acme/shop", "v1");
        registry.Misbehave = async context =>
        {
            context.Response.Headers.Link = $"<{context.Request.Path}>; rel=\"next\"";
            return await Answer(200, TestRegistry.Index().ToJsonString(), MediaTypes.OciIndex)(context);
        };
        using RegistryClient client = NewClient();
        Assert.Equal(LookupFailureKind.TooLarge, (await client.GetReferrersAsync(Tagged("v1"), image.Digest, default)).Failure?.Kind);
    }

    [Fact]
    public async Task A_mirror_is_asked_in_the_names_stead_and_translates_back()
    {
        OciDescriptor image = registry.PutImage("hub/library/nginx", "1");
        using RegistryClient client = NewClient(Plain with { Mirrors = [new("docker.io", registry.Domain + "/hub")] });
        Assert.Equal(image, (await client.GetManifestAsync(ImageReference.Parse("nginx:1"), default)).Value?.Descriptor);
        Assert.Equal("nginx:1", client.IdentityOf(ImageReference.Parse(registry.Domain + "/hub/library/nginx:1")).Familiar);
        Assert.Equal(registry.Domain + "/hubris/nginx:1", client.IdentityOf(ImageReference.Parse(registry.Domain + "/hubris/nginx:1")).ToString());
    }

    [Fact]
    public async Task Offline_nothing_is_asked()
    {
        using RegistryClient client = new(Plain with { Offline = true }, TimeProvider.System, new NoNetwork());
        Assert.Equal(LookupFailureKind.Offline, (await client.GetManifestAsync(Tagged("v1"), default)).Failure?.Kind);
        Assert.Equal(LookupFailureKind.Offline, (await client.GetReferrersAsync(Tagged("v1"), Digest.Sha256Of([]), default)).Failure?.Kind);
    }

    [Fact]
    public async Task Cancellation_is_no_failure_of_the_registry()
    {
        registry.Misbehave = async context =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        using RegistryClient client = NewClient();
        using CancellationTokenSource cancelled = new(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetManifestAsync(Tagged("v1"), cancelled.Token));
        using RegistryClient impatient = NewClient(Plain with { Timeout = TimeSpan.FromMilliseconds(100) });
        Assert.Equal(LookupFailureKind.TimedOut, (await impatient.GetManifestAsync(Tagged("v1"), default)).Failure?.Kind);
    }

    [Fact]
    public async Task A_registry_that_is_not_there_is_unreachable()
    {
        using RegistryClient client = NewClient();
        Lookup<OciManifest> answer = await client.GetManifestAsync(ImageReference.Parse("127.0.0.1:1/acme/shop"), default);
        Assert.Equal(LookupFailureKind.Unreachable, answer.Failure?.Kind);
    }

    internal static Func<HttpContext, Task<bool>> Answer(int status, string body, string mediaType) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
        return true;
    };

    private ImageReference Tagged(string tag) => ImageReference.Parse($"{registry.Domain}/acme/shop:{tag}");

    private RegistryClient NewClient(RegistryOptions? options = null) => new((options ?? Plain) with { PlainHttp = [registry.Domain] }, TimeProvider.System);

    private void AddReferrers(OciDescriptor subject, int count)
    {
        for (int number = 0; number < count; number++)
        {
            JsonObject referrer = registry.Manifest(MediaTypes.OciEmpty, registry.PutBlob(Encoding.UTF8.GetBytes($"signature {number}"), "text/plain"));
            referrer["subject"] = TestRegistry.Json(subject);
            registry.PutManifest("acme/shop", null, referrer);
        }
    }

    private sealed class NoNetwork : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("a request was made");
    }
}
