using System.Text;
using System.Text.Json.Nodes;
using KubeSec.Images;
using KubeSec.Images.Registries;

namespace KubeSec.Core.Tests.Images.Registries;

/// <summary>An OCI image layout in a folder of its own.</summary>
internal sealed class TestLayout : IDisposable
{
    private readonly JsonArray entries = [];

    public TestLayout()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "blobs", "sha256"));
        File.WriteAllText(Path.Combine(Folder, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        Put("{}"u8.ToArray(), MediaTypes.OciEmpty);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("kubesec-layout").FullName;

    public OciDescriptor Put(byte[] content, string mediaType)
    {
        OciDescriptor descriptor = new() { MediaType = mediaType, Digest = Digest.Sha256Of(content), Size = content.Length };
        File.WriteAllBytes(Path.Combine(Folder, "blobs", "sha256", descriptor.Digest.Hex), content);
        return descriptor;
    }

    /// <summary>A manifest, listed in the layout's index under a tag or with another annotation.</summary>
    public OciDescriptor PutManifest(JsonObject manifest, string annotation = "", string value = "")
    {
        OciDescriptor descriptor = Put(Encoding.UTF8.GetBytes(manifest.ToJsonString()), (string)manifest["mediaType"]!);
        entries.Add(TestRegistry.Json(annotation.Length == 0 ? descriptor : descriptor with { Annotations = new Dictionary<string, string> { [annotation] = value } }));
        File.WriteAllText(Path.Combine(Folder, "index.json"), new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.OciIndex, ["manifests"] = entries.DeepClone() }.ToJsonString());
        return descriptor;
    }

    /// <summary>An image that tools accept: a configuration and one empty layer.</summary>
    public OciDescriptor PutImage(string tag, string label = "")
    {
        OciDescriptor layer = Put(new byte[1024], "application/vnd.oci.image.layer.v1.tar");
        byte[] config = Encoding.UTF8.GetBytes(
            $$$"""{"architecture":"amd64","os":"linux","config":{"Labels":{"label":"{{{label}}}"}},"rootfs":{"type":"layers","diff_ids":["{{{layer.Digest}}}"]},"history":[{"created_by":"test"}]}""");
        return PutManifest(Manifest(Put(config, "application/vnd.oci.image.config.v1+json"), layer), "org.opencontainers.image.ref.name", tag);
    }

    public static JsonObject Manifest(OciDescriptor config, params OciDescriptor[] layers) => new()
    {
        ["schemaVersion"] = 2,
        ["mediaType"] = MediaTypes.OciManifest,
        ["config"] = TestRegistry.Json(config),
        ["layers"] = new JsonArray([.. layers.Select(TestRegistry.Json)]),
    };

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
