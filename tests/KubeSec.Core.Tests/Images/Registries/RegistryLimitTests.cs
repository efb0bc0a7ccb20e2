using KubeSec.Images;
using KubeSec.Images.Registries;

namespace KubeSec.Core.Tests.Images.Registries;

/// <summary>How much a registry may send: each cap is kept at the limit, and one above it is told as such.</summary>
public sealed class RegistryLimitTests : IAsyncLifetime
{
    private TestRegistry registry = null!;

    private RegistryOptions Options => new() { DockerConfig = "", Retries = 0, PlainHttp = [registry.Domain] };

    public async Task InitializeAsync() => registry = await TestRegistry.StartAsync();

    public async Task DisposeAsync() => await registry.DisposeAsync();

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public async Task At_most_5_redirects_are_followed(int count, bool followed)
    {
        OciDescriptor blob = registry.PutBlob("signature"u8.ToArray(), "text/plain");
        registry.Misbehave = context =>
        {
            int gone = int.TryParse(context.Request.Query["gone"], out int number) ? number : 0;
            if (gone < count)
            {
                context.Response.Redirect($"{context.Request.Path}?gone={gone + 1}");
            }

            return Task.FromResult(gone < count);
        };
        Told(followed, await AskAsync(Options, client => client.GetBlobAsync(Image, blob, default)));
    }

    [Theory]
    [InlineData(9, true, true)]
    [InlineData(9, false, true)]
    [InlineData(8, true, false)]
    [InlineData(8, false, false)]
    public async Task A_blob_has_at_most_the_stated_size(int limit, bool stated, bool taken)
    {
        byte[] content = "signature"u8.ToArray();
        OciDescriptor blob = registry.PutBlob(content, "text/plain");
        SendAs(content, "text/plain", stated);
        Told(taken, await AskAsync(Options with { LargestBlob = limit }, client => client.GetBlobAsync(Image, blob, default)));
        Assert.Equal(taken, !registry.Requests.IsEmpty);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_more_of_a_blob_is_read_than_its_descriptor_says(bool stated)
    {
        OciDescriptor blob = registry.PutBlob("signature"u8.ToArray(), "text/plain");
        SendAs("signature "u8.ToArray(), "text/plain", stated);
        Told(false, await AskAsync(Options, client => client.GetBlobAsync(Image, blob, default)));
    }

    [Theory]
    [InlineData(0, true, true)]
    [InlineData(0, false, true)]
    [InlineData(1, true, false)]
    [InlineData(1, false, false)]
    public async Task A_manifest_has_at_most_the_stated_size(int above, bool stated, bool taken)
    {
        const int Largest = 4096;
        string manifest = """{"mediaType":"application/vnd.oci.image.manifest.v1+json","layers":[]}""";
        SendAs(System.Text.Encoding.UTF8.GetBytes(manifest.PadRight(Largest + above)), MediaTypes.OciManifest, stated);
        Told(taken, await AskAsync(Options with { LargestManifest = Largest }, client => client.GetManifestAsync(Image, default)));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task A_manifest_has_at_most_1000_entries(int count, bool taken)
    {
        OciDescriptor layer = registry.PutBlob("layer"u8.ToArray(), "text/plain");
        registry.PutManifest("acme/shop", "v1", registry.Manifest("application/vnd.oci.image.config.v1+json", [.. Enumerable.Repeat(layer, count)]));
        Told(taken, await AskAsync(Options, client => client.GetManifestAsync(Image, default)));
    }

    [Theory]
    [InlineData(16, true)]
    [InlineData(17, false)]
    public async Task A_manifest_is_at_most_16_levels_deep(int depth, bool taken)
    {
        string nested = new string('[', depth - 1) + new string(']', depth - 1);
        string manifest = $$"""{"mediaType":"application/vnd.oci.image.manifest.v1+json","layers":[],"more":{{nested}}}""";
        SendAs(System.Text.Encoding.UTF8.GetBytes(manifest), MediaTypes.OciManifest, stated: true);
        Told(taken, await AskAsync(Options, client => client.GetManifestAsync(Image, default)));
    }

    [Theory]
    [InlineData(1000, 100, true)]
    [InlineData(1001, 100, false)]
    [InlineData(64, 1, true)]
    [InlineData(65, 1, false)]
    public async Task A_list_has_at_most_1000_referrers_on_64_pages(int count, int perPage, bool taken)
    {
        OciDescriptor image = registry.PutImage("acme/shop", "v1");
        for (int number = 0; number < count; number++)
        {
            var referrer = registry.Manifest(MediaTypes.OciEmpty, registry.PutBlob(BitConverter.GetBytes(number), "text/plain"));
            referrer["subject"] = TestRegistry.Json(image);
            registry.PutManifest("acme/shop", null, referrer);
        }

        registry.PageSize = perPage;
        Told(taken, await AskAsync(Options, client => client.GetReferrersAsync(Image, image.Digest, default)));
    }

    private ImageReference Image => ImageReference.Parse($"{registry.Domain}/acme/shop:v1");

    private static void Told<T>(bool taken, Lookup<T> answer)
        where T : class =>
        Assert.Equal(taken ? null : LookupFailureKind.TooLarge, answer.Failure?.Kind);

    private async Task<Lookup<T>> AskAsync<T>(RegistryOptions options, Func<RegistryClient, Task<Lookup<T>>> ask)
        where T : class
    {
        using RegistryClient client = new(options, TimeProvider.System);
        return await ask(client);
    }

    /// <summary>Sends the same to every question, and says its length beforehand or not.</summary>
    private void SendAs(byte[] content, string mediaType, bool stated) => registry.Misbehave = async context =>
    {
        context.Response.ContentType = mediaType;
        context.Response.ContentLength = stated ? content.Length : null;
        await context.Response.Body.WriteAsync(content);
        return true;
    };
}
