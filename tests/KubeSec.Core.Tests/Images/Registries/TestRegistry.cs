using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using KubeSec.Images;
using KubeSec.Images.Registries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KubeSec.Core.Tests.Images.Registries;

/// <summary>
/// A registry in this process, on a free loopback port: manifests, blobs, the referrers API with pages, and whatever
/// misbehaviour a test asks for.
/// </summary>
internal sealed class TestRegistry : IAsyncDisposable
{
    public const string EmptyConfig = "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

    private readonly WebApplication host;
    private readonly ConcurrentDictionary<string, (byte[] Body, string MediaType)> manifests = new();
    private readonly ConcurrentDictionary<string, byte[]> blobs = new();
    private readonly ConcurrentDictionary<string, List<JsonObject>> referrers = new();

    private TestRegistry(WebApplication host) => this.host = host;

    /// <summary>Host and port.</summary>
    public string Domain { get; private set; } = "";

    /// <summary>Whether the referrers API is there; without it, subjects are only found by the fallback tag.</summary>
    public bool HasReferrersApi { get; set; } = true;

    /// <summary>The most referrers on one page.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>Answers a request in the registry's stead when it returns true.</summary>
    public Func<HttpContext, Task<bool>> Misbehave { get; set; } = _ => Task.FromResult(false);

    /// <summary>Paths asked for, with the credentials sent.</summary>
    public ConcurrentQueue<(string Path, string Authorization)> Requests { get; } = new();

    public static async Task<TestRegistry> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication host = builder.Build();
        TestRegistry registry = new(host);
        host.Run(registry.AnswerAsync);
        await host.StartAsync();
        registry.Domain = new Uri(host.Urls.Single()).Authority;
        return registry;
    }

    public ImageReference Image(string path, Digest digest) => ImageReference.Parse($"{Domain}/{path}@{digest}");

    /// <summary>The repository that holds a manifest.</summary>
    public string RepositoryOf(Digest digest) => manifests.Keys.Single(key => key.EndsWith($":{digest}", StringComparison.Ordinal))[..^(digest.ToString().Length + 1)];

    public OciDescriptor PutBlob(byte[] content, string mediaType)
    {
        OciDescriptor descriptor = new() { MediaType = mediaType, Digest = Digest.Sha256Of(content), Size = content.Length };
        blobs[descriptor.Digest.ToString()] = content;
        return descriptor;
    }

    public OciDescriptor PutManifest(string path, string? tag, JsonObject manifest)
    {
        byte[] body = Encoding.UTF8.GetBytes(manifest.ToJsonString());
        string type = (string)manifest["mediaType"]!;
        OciDescriptor descriptor = new() { MediaType = type, Digest = Digest.Sha256Of(body), Size = body.Length };
        manifests[$"{path}:{descriptor.Digest}"] = (body, type);
        if (tag is not null)
        {
            manifests[$"{path}:{tag}"] = (body, type);
        }

        if (manifest["subject"] is { } subject)
        {
            JsonObject entry = Json(descriptor);
            entry["artifactType"] = (string?)manifest["artifactType"] ?? (string?)manifest["config"]?["mediaType"];
            entry["annotations"] = manifest["annotations"]?.DeepClone();
            referrers.GetOrAdd($"{path}@{(string)subject["digest"]!}", _ => []).Add(entry);
        }

        return descriptor;
    }

    /// <summary>An image with one layer; its content differs with the text.</summary>
    public OciDescriptor PutImage(string path, string? tag, string content = "layer")
    {
        OciDescriptor layer = PutBlob(Encoding.UTF8.GetBytes(content), "application/vnd.oci.image.layer.v1.tar");
        return PutManifest(path, tag, Manifest("application/vnd.oci.image.config.v1+json", layer));
    }

    /// <summary>An image manifest over some layers, with the empty configuration.</summary>
    public JsonObject Manifest(string configType, params OciDescriptor[] layers)
    {
        PutBlob("{}"u8.ToArray(), configType);
        return new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciManifest,
            ["config"] = new JsonObject { ["mediaType"] = configType, ["digest"] = EmptyConfig, ["size"] = 2 },
            ["layers"] = new JsonArray([.. layers.Select(Json)]),
        };
    }

    public static JsonObject Index(params OciDescriptor[] children) => new()
    {
        ["schemaVersion"] = 2,
        ["mediaType"] = MediaTypes.OciIndex,
        ["manifests"] = new JsonArray([.. children.Select(Json)]),
    };

    public static JsonObject Json(OciDescriptor descriptor)
    {
        JsonObject json = new() { ["mediaType"] = descriptor.MediaType, ["digest"] = descriptor.Digest.ToString(), ["size"] = descriptor.Size };
        if (descriptor.ArtifactType is not null)
        {
            json["artifactType"] = descriptor.ArtifactType;
        }

        if (descriptor.Annotations is not null)
        {
            json["annotations"] = new JsonObject(descriptor.Annotations.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        }

        if (descriptor.Platform is { } platform)
        {
            json["platform"] = new JsonObject { ["os"] = platform.Os, ["architecture"] = platform.Architecture, ["variant"] = platform.Variant };
        }

        return json;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await host.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        Requests.Enqueue((path + context.Request.QueryString, context.Request.Headers.Authorization.ToString()));
        if (await Misbehave(context))
        {
            return;
        }

        string[] parts = path["/v2/".Length..].Split('/');
        string repository = string.Join('/', parts[..^2]);
        string name = parts[^1];
        switch (parts[^2])
        {
            case "manifests" when manifests.TryGetValue($"{repository}:{name}", out (byte[] Body, string MediaType) manifest):
                context.Response.Headers["Docker-Content-Digest"] = Digest.Sha256Of(manifest.Body).ToString();
                await SendAsync(context, manifest.Body, manifest.MediaType);
                break;
            case "blobs" when blobs.TryGetValue(name, out byte[]? blob):
                await SendAsync(context, blob, "application/octet-stream");
                break;
            case "referrers" when HasReferrersApi:
                await SendReferrersAsync(context, $"{repository}@{name}");
                break;
            default:
                context.Response.StatusCode = 404;
                break;
        }
    }

    private Task SendReferrersAsync(HttpContext context, string subject)
    {
        List<JsonObject> all = referrers.GetValueOrDefault(subject) ?? [];
        int start = int.TryParse(context.Request.Query["from"], out int from) ? from : 0;
        if (start + PageSize < all.Count)
        {
            context.Response.Headers.Link = $"<{context.Request.Path}?from={start + PageSize}>; rel=\"next\"";
        }

        JsonObject page = Index();
        page["manifests"] = new JsonArray([.. all.Skip(start).Take(PageSize).Select(entry => entry.DeepClone())]);
        return SendAsync(context, Encoding.UTF8.GetBytes(page.ToJsonString()), MediaTypes.OciIndex);
    }

    private static async Task SendAsync(HttpContext context, byte[] body, string mediaType)
    {
        context.Response.ContentType = mediaType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }
}
